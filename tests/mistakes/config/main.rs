//! Makes the known mistakes of `19_config`.

#[macro_use]
#[path = "../mistakes.rs"]
mod mistakes;

/// The program that calls the function.
#[path = "../../../exercises/19_config/src/given.rs"]
mod given;

/// What each mistake leaves right.
#[allow(dead_code, reason = "the mistakes bring their own run")]
#[path = "../../../solutions/19_config/src/config.rs"]
mod right;

use std::io;
use std::path::Path;
use std::process::ExitCode;

use socket2::Socket;

use given::{Events, Settings};

/// What `run` calls. A mistake changes one of the functions, and this is the rest.
struct Parts {
    settings: fn(&Path) -> Result<Settings, Vec<String>>,
    start: fn(&Settings) -> Result<Socket, String>,
    serve: fn(Socket, &Settings, &mut Events) -> io::Result<()>,
}

const RIGHT: Parts = Parts { settings: right::settings, start: right::start, serve: right::serve };

impl Parts {
    fn run(self, file: &Path, events: &mut Events) -> ExitCode {
        let settings = match (self.settings)(file) {
            Ok(settings) => settings,
            Err(problems) => {
                problems.iter().for_each(|problem| eprintln!("{problem}"));
                return ExitCode::from(2);
            }
        };
        let served = (self.start)(&settings).and_then(|listener| {
            let told = given::tell_that_it_listens(&listener);
            let served = told.and_then(|()| (self.serve)(listener, &settings, events));
            served.map_err(|error| error.to_string())
        });
        match served {
            Ok(()) => ExitCode::SUCCESS,
            Err(sentence) => {
                eprintln!("{sentence}");
                ExitCode::FAILURE
            }
        }
    }
}

mistakes! {
    config in [
        a_bare_name_has_no_folder,
        a_failed_talk_keeps_its_place,
        a_full_server_hears_no_signal,
        a_line_for_a_missing_key,
        a_range_without_its_ends,
        a_signal_in_a_pause_is_lost,
        a_silent_client_ends_the_server,
        a_talk_that_cannot_begin_ends_the_server,
        a_wrong_value_is_missing,
        accepts_before_there_is_a_place,
        an_accept_error_ends_the_server,
        an_address_without_its_port,
        an_ended_talk_keeps_its_place,
        an_ipv6_address_is_none,
        another_address,
        another_default,
        another_exit_code,
        another_line,
        another_name_of_the_file,
        another_range,
        asks_again_at_once,
        binds_first,
        brackets_around_ipv6,
        bytes_that_are_no_text,
        clients_may_be_silent_for_ever,
        cut_to_16_bits,
        cuts_the_clients_off,
        default_for_a_missing_key,
        default_for_a_wrong_value,
        each_end_starts_the_clock,
        exit_code_of_a_failure,
        ignores_the_second_signal,
        ignores_unknown_keys,
        keeps_accepting,
        keeps_the_listener_open,
        limits_is_not_looked_at,
        limits_without_bounds,
        names_are_addresses,
        no_deadline,
        no_default,
        no_key,
        no_limit_of_clients,
        no_line,
        no_reason,
        no_reuse_of_the_address,
        no_room_in_the_queue,
        not_what_is_allowed,
        numbers_in_quotes,
        one_client_more,
        one_end_of_the_range,
        one_talk_is_not_all,
        only_ipv4,
        only_the_kernels_words,
        panics_instead_of_words,
        problems_in_one_line,
        problems_to_stdout,
        rests_too_long,
        root_from_the_working_folder,
        root_is_glued,
        root_is_not_looked_at,
        says_so_before_listen,
        seconds_are_milliseconds,
        several_for_one_place,
        shares_the_port,
        sleeps_through_a_signal,
        success_for_bad_settings,
        swapped_times,
        the_key_without_its_table,
        turns_clients_away,
        waits_although_nobody_is_there,
        words_before_the_file,
        zero_is_no_deadline,
    ] => given::run(config::run)
}
