//! Makes the known mistakes of `14_teardown`.

#[macro_use]
#[path = "../mistakes.rs"]
mod mistakes;

/// What each mistake leaves right.
#[path = "../../../solutions/14_teardown/src/teardown.rs"]
mod right;

mistakes! {
    teardown in [
        a_fin_counts_as_an_ack,
        ack_overlooked,
        an_ack_is_answered,
        an_end_with_an_error,
        an_orphan_stays,
        another_time_than_sixty,
        answer_has_numbers,
        closed_with_a_timer,
        closing_is_time_wait,
        data_again_unanswered,
        data_for_a_reader,
        data_is_answered_again,
        data_is_taken_twice,
        each_ack_renews_the_time,
        ends_at_once,
        epipe_after_every_fin,
        fin_again_unanswered,
        fin_closes_both,
        fin_for_a_fin,
        fin_is_late_data,
        fin_unanswered,
        fin_without_ack_is_dropped,
        flags_compared_whole,
        given_up_while_held,
        held_ones_do_not_age,
        late_data_after_the_fin,
        late_data_leaves_a_ghost,
        late_data_taken,
        no_end,
        no_time_wait,
        old_error_stays,
        one_end_at_a_time,
        one_error_for_all,
        one_second_more,
        only_time_wait_ages,
        over_is_forgotten,
        over_means_gone,
        past_the_end,
        reset_ignored,
        reset_is_answered,
        reset_leaves_a_ghost,
        reset_leaves_the_queue,
        reset_loses_data,
        reset_removes_the_row,
        reset_without_an_error,
        rst_with_an_ack,
        rst_without_its_number,
        syn_breaks_off,
        syn_is_welcome,
        syn_renews_time_wait,
        syn_unanswered,
        the_fin_overlooked,
        the_last_ack_is_answered,
        the_old_timer_goes_on,
        time_wait_for_everyone,
        time_wait_ignores_a_reset,
        time_wait_never_ends,
        timer_goes_on,
        timer_where_none_runs,
        waits_for_ever,
    ] => netstack::play("", || netstack::Teardown {
        arrives: teardown::arrives,
        pass: teardown::pass,
    })
}
