//! Grades the exercise `config`: a server that is told what to do by a file, and told to stop by a signal.

mod forms;
mod reading;
mod serving;
mod settings;
mod starting;
mod stopping;

use forms::{right_forms, right_values, unknown_keys, wrong_values};
use grader::process::Signal;
use reading::{
    by_its_name, is_refused, is_taken, no_use, not_to_be_had, settings_first, two_are_refused,
};
use serving::{
    accept_fails, defaults, limit_of_clients, serving, signal_in_a_pause, silent_client,
    talk_cannot_begin,
};
use starting::{ports, restart, twice, waits_where_the_settings_say};
use stopping::{
    deadline, no_time, nobody_new, nobody_of_the_queue, nobody_of_the_same_moment, on_unix,
    present_clients_finish, second_signal, stops,
};

grader::checks! {
    exercise: "config",
    mistakes: &[],
    seen: MISTAKES,

    #[points(2)]
    fn it_listens_where_the_settings_say(bench) {
        waits_where_the_settings_say(bench)
    }

    #[points(1)]
    fn every_value_that_is_allowed_is_taken(bench) {
        // A program in a sandbox has this folder too.
        let folder = std::env::temp_dir();
        let right = right_values(&folder.display().to_string());
        right.iter().chain(&right_forms()).try_for_each(|right| is_taken(bench, right))?;
        by_its_name(bench)
    }

    #[points(2)]
    fn a_wrong_value_is_an_error(bench) {
        wrong_values().iter().try_for_each(|wrong| is_refused(bench, wrong))?;
        two_are_refused(bench)
    }

    #[points(1)]
    fn a_port_has_16_bits(bench) {
        ports(bench)
    }

    #[points(1)]
    fn an_unknown_key_is_an_error(bench) {
        unknown_keys().iter().try_for_each(|wrong| is_refused(bench, wrong))
    }

    #[points(1)]
    fn a_file_that_is_no_use_is_an_error(bench) {
        no_use(bench)
    }

    #[points(1)]
    fn the_settings_are_read_first(bench) {
        settings_first(bench)
    }

    #[points(1)]
    fn an_address_that_cannot_be_had_is_an_error(bench) {
        not_to_be_had(bench)?;
        twice(bench)
    }

    #[points(1)]
    fn a_restarted_server_gets_its_port_back(bench) {
        restart(bench)
    }

    #[points(1)]
    fn a_silent_client_has_to_go(bench) {
        silent_client(bench)
    }

    #[points(1)]
    fn the_limit_of_clients_holds(bench) {
        serving(bench, &["clients = 2"], limit_of_clients)
    }

    #[points(1)]
    fn what_is_not_there_has_its_default(bench) {
        defaults(bench)
    }

    #[points(1)]
    fn an_accept_that_fails_is_tried_again(bench) {
        serving(bench, &[], accept_fails)
    }

    #[points(1)]
    fn a_talk_that_cannot_begin_is_not_the_end(bench) {
        talk_cannot_begin(bench)
    }

    #[points(1)]
    fn a_signal_stops_the_server(bench) {
        on_unix(|| [Signal::Term, Signal::Int].into_iter().try_for_each(|it| stops(bench, it)))
    }

    #[points(1)]
    fn nobody_new_after_the_signal(bench) {
        on_unix(|| {
            nobody_new(bench)?;
            nobody_of_the_queue(bench)?;
            nobody_of_the_same_moment(bench)
        })
    }

    #[points(2)]
    fn the_present_clients_finish(bench) {
        on_unix(|| present_clients_finish(bench))
    }

    #[points(1)]
    fn the_deadline_cuts_the_rest_off(bench) {
        on_unix(|| deadline(bench).and_then(|()| no_time(bench)))
    }

    #[points(1)]
    fn a_second_signal_ends_at_once(bench) {
        on_unix(|| second_signal(bench))
    }

    #[points(1)]
    fn a_signal_counts_during_a_pause(bench) {
        on_unix(|| signal_in_a_pause(bench))
    }
}

/// All of these show from outside; the checks name them.
const MISTAKES: &[&str] = &[
    "says_so_before_listen",
    "another_address",
    "only_ipv4",
    "an_ipv6_address_is_none",
    "brackets_around_ipv6",
    "root_from_the_working_folder",
    "root_is_glued",
    "a_bare_name_has_no_folder",
    "a_range_without_its_ends",
    "no_default",
    "default_for_a_wrong_value",
    "panics_instead_of_words",
    "success_for_bad_settings",
    "another_exit_code",
    "problems_to_stdout",
    "no_line",
    "a_wrong_value_is_missing",
    "another_line",
    "no_key",
    "the_key_without_its_table",
    "another_name_of_the_file",
    "not_what_is_allowed",
    "one_end_of_the_range",
    "names_are_addresses",
    "numbers_in_quotes",
    "root_is_not_looked_at",
    "limits_is_not_looked_at",
    "limits_without_bounds",
    "cut_to_16_bits",
    "ignores_unknown_keys",
    "bytes_that_are_no_text",
    "default_for_a_missing_key",
    "a_line_for_a_missing_key",
    "binds_first",
    "only_the_kernels_words",
    "an_address_without_its_port",
    "no_reason",
    "shares_the_port",
    "no_reuse_of_the_address",
    "seconds_are_milliseconds",
    "swapped_times",
    "clients_may_be_silent_for_ever",
    "a_silent_client_ends_the_server",
    "one_client_more",
    "no_limit_of_clients",
    "accepts_before_there_is_a_place",
    "several_for_one_place",
    "an_ended_talk_keeps_its_place",
    "turns_clients_away",
    "an_accept_error_ends_the_server",
    "asks_again_at_once",
    "rests_too_long",
    "a_talk_that_cannot_begin_ends_the_server",
    "exit_code_of_a_failure",
    "waits_although_nobody_is_there",
    "keeps_accepting",
    "a_full_server_hears_no_signal",
    "keeps_the_listener_open",
    "cuts_the_clients_off",
    "one_talk_is_not_all",
    "no_deadline",
    "each_end_starts_the_clock",
    "ignores_the_second_signal",
    "a_signal_in_a_pause_is_lost",
    "sleeps_through_a_signal",
    "another_range",
    "another_default",
    "problems_in_one_line",
    "words_before_the_file",
    "a_failed_talk_keeps_its_place",
    "zero_is_no_deadline",
    "no_room_in_the_queue",
];
