//! Makes the known mistakes of `11_deliver`.

#[macro_use]
#[path = "../mistakes.rs"]
mod mistakes;

/// What each mistake leaves right.
#[path = "../../../solutions/11_deliver/src/deliver.rs"]
mod right;

mistakes! {
    deliver in [
        ack_for_an_ack,
        answer_carries_the_data,
        connecting_is_too_late,
        data_opens_a_connection,
        end_before_the_data,
        end_is_eagain,
        end_only_once,
        ends_not_swapped,
        error_before_the_data,
        error_before_the_end,
        error_empties_the_buffer,
        error_never_told,
        error_taken_untold,
        error_told_again,
        fin_is_acknowledged,
        fin_means_dead,
        first_connection_gets_it,
        half_of_the_peer,
        last_connection_gets_it,
        length_is_one,
        length_without_syn_and_fin,
        listener_is_silent,
        listener_keeps_the_data,
        listener_like_nobody,
        lost_before_accept,
        no_ack_for_data,
        nobody_is_silent,
        notconn_for_epipe,
        nothing_yet_is_the_end,
        numbers_do_not_wrap,
        only_established_reads,
        own_end_ends_both,
        replaces_what_was_there,
        reset_is_epipe,
        reset_is_not_connected,
        rst_acknowledges_nothing,
        rst_always_acknowledges,
        rst_answered_by_rst,
        rst_has_the_segments_seq,
        sends_a_part,
        sends_after_its_end,
        sends_from_the_listener,
        sends_to_another_client,
        sends_to_itself,
        sends_without_ack,
        sent_data_is_received,
        stays_in_the_buffer,
        takes_all,
        takes_data_behind_the_end,
        throws_the_rest_away,
        waits_for_all_it_asked_for,
        waits_without_a_peer,
        without_ack_is_taken,
        zero_asks_for_nothing,
    ] => netstack::play("", || netstack::Deliver {
        deliver: deliver::deliver,
        recv: deliver::recv,
        send: deliver::send,
    })
}
