//! Makes the known mistakes of `13_close`.

#[macro_use]
#[path = "../mistakes.rs"]
mod mistakes;

/// What each mistake leaves right.
#[path = "../../../solutions/13_close/src/close.rs"]
mod right;

mistakes! {
    close in [
        always_a_fin,
        always_fin_wait_1,
        another_order,
        broken_off_and_kept,
        broken_off_in_silence,
        close_after_shutdown_fails,
        close_needs_a_connection,
        close_tells_the_error,
        closed_stays,
        closes_all_copies,
        closes_the_listener,
        closing_for_the_second,
        descriptor_stays,
        end_counts_as_unread,
        given_up_while_held,
        gone_at_once,
        half_open_goes_too,
        half_open_is_told,
        linger_always_resets,
        linger_ends_time_wait,
        linger_ignored,
        own_fin_is_the_end,
        reset_for_the_reset,
        second_fin,
        sends_without_a_connection,
        sent_to_itself,
        shutdown_after_the_peer_fails,
        shutdown_breaks_off,
        shutdown_ends_both,
        shutdown_frees_the_descriptor,
        shutdown_of_a_half_open,
        shutdown_of_a_listener,
        shutdown_of_an_attempt,
        shutdown_tells_the_error,
        shutdown_twice_fails,
        shutdown_without_a_peer,
        the_others_queue_goes_too,
        time_wait_begins_anew,
        time_wait_closed_away,
        timed_from_the_fin_on,
        unread_in_time_wait,
        waiting_gets_a_fin,
        waiting_goes_in_silence,
        waiting_survives,
        waits_for_ever,
        without_an_ack,
    ] => netstack::play("", || {
        netstack::Close { close: close::close, shutdown: close::shutdown }
    })
}
