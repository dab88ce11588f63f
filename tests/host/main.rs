//! Grades `21_host`: the functions of all exercises as one host, in stories and on a real kernel.

#[cfg(target_os = "linux")]
mod clients;
mod generated;
#[cfg(target_os = "linux")]
mod linux;
mod mistakes;
#[cfg(target_os = "linux")]
mod program;
mod spaces;

/// On other systems nothing stands between the host and a real kernel.
#[cfg(not(target_os = "linux"))]
mod linux {
    use grader::{Bench, Failure, skip, tun_device_is_there};

    pub fn judge(_: &Bench<'_>, _: &str) -> Result<(), Failure> {
        skip(&tun_device_is_there().err().unwrap_or_default())
    }
}

use generated::story;
use mistakes::MISTAKES;
use spaces::{ARRIVES, CONNECTED, ENDS, EXPIRES, HALF_OPEN};

grader::checks! {
    exercise: "host",
    mistakes: MISTAKES,
    spaces: &[&ARRIVES, &HALF_OPEN, &CONNECTED, &ENDS, &EXPIRES],
    generator: story,

    #[points(2)]
    fn a_request_goes_through_all_functions(bench) {
        bench.plays(&["first", "two_clients", "two_servers"])
    }

    #[points(1)]
    fn what_belongs_to_nobody_is_refused(bench) {
        bench.plays(&["nobody", "listening"])
    }

    #[points(1)]
    fn a_half_open_connection_needs_its_ack(bench) {
        bench.plays(&["half_open", "half_open_reset"])
    }

    #[points(1)]
    fn the_last_ack_may_bring_data(bench) {
        bench.plays(&["last_ack_brings_data"])
    }

    #[points(1)]
    fn a_full_queue_lets_the_client_try_again(bench) {
        bench.plays(&["full_queue"])
    }

    #[points(2)]
    fn only_its_own_listener_takes_a_client(bench) {
        bench.plays(&["listener_gone", "another_listens"])
    }

    #[points(2)]
    fn an_ack_means_two_things(bench) {
        bench.plays(&["half_close", "connected", "never_sent"])
    }

    #[points(1)]
    fn what_comes_twice_counts_once(bench) {
        bench.plays(&["twice", "no_room"])
    }

    #[points(1)]
    fn nobody_reads_for_an_orphan(bench) {
        bench.plays(&["orphans"])
    }

    #[points(2)]
    fn the_end_goes_behind_the_data(bench) {
        bench.plays(&["fin_behind_data", "closes"])
    }

    #[points(1)]
    fn a_client_may_begin_anew(bench) {
        bench.plays(&["time_wait", "time_wait_alone", "time_wait_full", "time_wait_both"])
    }

    #[points(1)]
    fn who_is_given_up_leaves_nothing_behind(bench) {
        bench.plays(&["given_up"])
    }

    #[points(1)]
    fn the_host_can_be_a_client_too(bench) {
        bench.plays(&["connects"])
    }

    #[points(2)]
    fn every_segment_finds_its_function(bench) {
        bench.covers(&ARRIVES)
    }

    #[points(2)]
    fn every_half_open_case_is_right(bench) {
        bench.covers(&HALF_OPEN)
    }

    #[points(2)]
    fn every_segment_of_a_connection_is_right(bench) {
        bench.covers(&CONNECTED)
    }

    #[points(1)]
    fn every_end_goes_behind_what_is_left(bench) {
        bench.covers(&ENDS)
    }

    #[points(1)]
    fn every_timer_that_runs_out_is_right(bench) {
        bench.covers(&EXPIRES)
    }

    #[points(1)]
    fn generated_stories_agree(bench) {
        bench.plays_generated(story)
    }

    #[points(1)]
    fn a_page_arrives_whole(bench) {
        linux::judge(bench, "a_page_arrives_whole")
    }

    #[points(1)]
    fn two_clients_may_have_one_port(bench) {
        linux::judge(bench, "two_clients_may_have_one_port")
    }

    #[points(1)]
    fn a_port_without_a_listener_refuses(bench) {
        linux::judge(bench, "a_port_without_a_listener_refuses")
    }

    #[points(1)]
    fn who_finds_the_queue_full_comes_again(bench) {
        linux::judge(bench, "who_finds_the_queue_full_comes_again")
    }

    #[points(1)]
    fn two_hundred_clients_leave_nothing(bench) {
        linux::judge(bench, "two_hundred_clients_leave_nothing")
    }

    #[points(1)]
    fn a_slow_reader_gets_every_byte(bench) {
        linux::judge(bench, "a_slow_reader_gets_every_byte")
    }

    #[points(1)]
    fn who_goes_in_the_middle_takes_nobody_along(bench) {
        linux::judge(bench, "who_goes_in_the_middle_takes_nobody_along")
    }

    #[points(1)]
    fn each_side_may_end_first(bench) {
        linux::judge(bench, "each_side_may_end_first")
    }

    #[points(1)]
    fn one_connection_serves_many_requests(bench) {
        linux::judge(bench, "one_connection_serves_many_requests")
    }

    #[points(1)]
    fn what_is_lost_is_sent_again(bench) {
        linux::judge(bench, "what_is_lost_is_sent_again")
    }
}
