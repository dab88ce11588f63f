//! Makes the known mistakes of `16_config`.

#[macro_use]
#[path = "../mistakes.rs"]
mod mistakes;

/// The program that calls the function.
#[path = "../../../exercises/16_config/src/given.rs"]
mod given;

/// What each mistake leaves right.
#[allow(dead_code, reason = "the mistakes bring their own run")]
#[path = "../../../solutions/16_config/src/config.rs"]
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
            let told = given::tell_that_it_waits(&listener);
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
        an_accept_error_ends_the_server,
        asks_again_at_once,
        binds_first,
        bytes_that_are_no_text,
        cut_to_16_bits,
        cuts_the_clients_off,
        default_for_a_missing_key,
        default_for_a_wrong_value,
        exit_code_of_a_failure,
        ignores_the_second_signal,
        ignores_unknown_keys,
        keeps_accepting,
        keeps_the_listener_open,
        limits_without_bounds,
        no_deadline,
        no_key,
        no_limit_of_clients,
        no_line,
        not_what_is_allowed,
        one_talk_is_not_all,
        only_the_kernels_words,
        panics_instead_of_words,
        root_from_the_working_folder,
        root_is_not_looked_at,
        says_so_before_listen,
        success_for_bad_settings,
        turns_clients_away,
        waits_although_nobody_is_there,
    ] => given::run(config::run)
}
