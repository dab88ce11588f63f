//! Makes the known mistakes of `11_close`.

#[macro_use]
#[path = "../mistakes.rs"]
mod mistakes;

/// What each mistake leaves right.
#[path = "../../../solutions/11_close/src/close.rs"]
mod right;

mistakes! {
    close in [
        ack_overlooked,
        always_a_fin,
        always_fin_wait_1,
        closed_stays,
        closes_all_copies,
        closes_the_listener,
        closing_is_time_wait,
        descriptor_stays,
        end_counts_as_unread,
        ends_at_once,
        fin_again_unanswered,
        fin_closes_both,
        fin_unanswered,
        given_up_while_held,
        gone_at_once,
        half_open_goes_too,
        late_data_taken,
        linger_always_resets,
        linger_ignored,
        no_end,
        no_time_wait,
        one_error_for_all,
        one_second_more,
        over_means_gone,
        reset_for_the_reset,
        reset_ignored,
        reset_leaves_a_ghost,
        reset_leaves_the_queue,
        reset_loses_data,
        reset_removes_the_row,
        reset_without_an_error,
        second_fin,
        sends_without_a_connection,
        shutdown_ends_both,
        shutdown_frees_the_descriptor,
        shutdown_of_a_listener,
        shutdown_twice_fails,
        shutdown_without_a_peer,
        syn_breaks_off,
        syn_unanswered,
        time_wait_closed_away,
        time_wait_for_everyone,
        time_wait_never_ends,
        timer_goes_on,
        waiting_gets_a_fin,
        waiting_goes_in_silence,
        waiting_survives,
        waits_for_ever,
        without_an_ack,
    ] => netstack::play("", || netstack::Close {
        close: close::close,
        shutdown: close::shutdown,
        arrives: close::arrives,
        pass: close::pass,
    })
}
