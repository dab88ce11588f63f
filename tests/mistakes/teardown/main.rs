//! Makes the known mistakes of `13_teardown`.

#[macro_use]
#[path = "../mistakes.rs"]
mod mistakes;

/// What each mistake leaves right.
#[path = "../../../solutions/13_teardown/src/teardown.rs"]
mod right;

mistakes! {
    teardown in [
        a_fin_counts_as_an_ack,
        ack_overlooked,
        an_ack_is_answered,
        another_time_than_sixty,
        closing_is_time_wait,
        data_again_unanswered,
        data_for_a_reader,
        each_ack_renews_the_time,
        ends_at_once,
        fin_again_unanswered,
        fin_closes_both,
        fin_unanswered,
        given_up_while_held,
        held_ones_do_not_age,
        late_data_leaves_a_ghost,
        late_data_taken,
        no_end,
        no_time_wait,
        one_error_for_all,
        one_second_more,
        over_means_gone,
        past_the_end,
        reset_ignored,
        reset_is_answered,
        reset_leaves_a_ghost,
        reset_leaves_the_queue,
        reset_loses_data,
        reset_removes_the_row,
        reset_without_an_error,
        rst_without_its_number,
        syn_breaks_off,
        syn_is_welcome,
        syn_unanswered,
        time_wait_for_everyone,
        time_wait_never_ends,
        timer_goes_on,
        waits_for_ever,
    ] => netstack::play("", || netstack::Teardown {
        arrives: teardown::arrives,
        pass: teardown::pass,
    })
}
