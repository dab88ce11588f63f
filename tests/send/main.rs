//! Grades `12_send`: what is sent, when, how often, and what becomes of it.

mod connection;
mod generated;
mod mistakes;
mod receiving;
mod spaces;

use generated::story;
use mistakes::MISTAKES;
use receiving::RECEIPTS;
use spaces::{ACKS, EXPIRIES, OUTPUTS, REFUSALS, SENDS};

grader::checks! {
    exercise: "send",
    mistakes: MISTAKES,
    spaces: &[&SENDS, &REFUSALS, &OUTPUTS, &ACKS, &EXPIRIES, &RECEIPTS],
    generator: story,

    #[points(2)]
    fn a_response_goes_in_segments(bench) {
        bench.plays(&["five_segments", "two_connections"])
    }

    #[points(2)]
    fn send_fills_the_buffer(bench) {
        bench.plays(&["full_buffer"])
    }

    #[points(2)]
    fn nothing_goes_beyond_the_window(bench) {
        bench.plays(&["full_window", "small_window", "room_taken_back"])
    }

    #[points(2)]
    fn acknowledged_bytes_leave_the_buffer(bench) {
        bench.plays(&["partial_ack", "old_ack"])
    }

    #[points(2)]
    fn small_segments_wait(bench) {
        bench.plays(&["small_writes", "nodelay", "the_rest_waits"])
    }

    #[points(2)]
    fn what_is_lost_is_sent_again(bench) {
        bench.plays(&["lost_segment", "lost_pieces"])
    }

    #[points(2)]
    fn a_silent_peer_is_given_up(bench) {
        bench.plays(&["nobody_answers", "last_try"])
    }

    #[points(2)]
    fn a_closed_window_is_probed(bench) {
        bench.plays(&["opens_in_time", "closed_window", "closed_again", "tiny_window"])
    }

    #[points(2)]
    fn the_fin_comes_behind_the_last_byte(bench) {
        bench.plays(&[
            "fin_with_the_rest",
            "fin_behind_the_window",
            "fin_alone",
            "fin_lost",
            "fin_without_room",
        ])
    }

    #[points(1)]
    fn the_numbers_go_round(bench) {
        bench.plays(&["last_numbers", "last_number_is_the_fin"])
    }

    #[points(1)]
    fn send_fails_without_a_connection(bench) {
        bench.plays(&["no_connection"])
    }

    #[points(1)]
    fn the_buffer_never_holds_too_much(bench) {
        bench.covers(&SENDS)
    }

    #[points(1)]
    fn send_fails_in_every_other_state(bench) {
        bench.covers(&REFUSALS)
    }

    #[points(2)]
    fn all_that_may_go_out_goes_out(bench) {
        bench.covers(&OUTPUTS)
    }

    #[points(2)]
    fn every_ack_is_counted_rightly(bench) {
        bench.covers(&ACKS)
    }

    #[points(2)]
    fn every_timer_is_dealt_with_rightly(bench) {
        bench.covers(&EXPIRIES)
    }

    #[points(1)]
    fn what_comes_next_passes(bench) {
        bench.plays(&["receives_request"])
    }

    #[points(2)]
    fn what_has_come_already_is_cut_off(bench) {
        bench.plays(&["receives_twice"])
    }

    #[points(2)]
    fn what_comes_too_early_is_dropped(bench) {
        bench.plays(&["receives_too_early"])
    }

    #[points(2)]
    fn what_has_no_room_is_cut_off(bench) {
        bench.plays(&["receives_full_buffer", "receives_beyond"])
    }

    #[points(2)]
    fn the_peers_fin_has_a_number_too(bench) {
        bench.plays(&["receives_fin", "receives_fin_without_room"])
    }

    #[points(1)]
    fn the_peers_numbers_go_round(bench) {
        bench.plays(&["receives_last_numbers"])
    }

    #[points(2)]
    fn all_that_arrives_is_compared_with_the_window(bench) {
        bench.covers(&RECEIPTS)
    }

    #[points(1)]
    fn generated_stories_agree(bench) {
        bench.plays_generated(story)
    }
}
