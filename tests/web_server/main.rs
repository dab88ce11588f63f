//! Grades `20_web_server`: what clients of all kinds get, and what is left when they have gone.

use grader::Failure;

use bounds::{all_goes_with_the_client, errors_are_survived, limits_hold};
use places::or_what_many_meet;
use requests::{
    bodies_are_skipped, closes_gently, files_are_whole, one_after_another, pieces_make_a_request,
    several_at_once, talks_are_apart,
};
use responses::{
    cannot_be_opened, folders_are_right, head_is_get_without_its_body, may_not_be_read,
    names_are_decoded, names_are_taken_as_they_are, nothing_outside, statuses_are_right,
    types_are_right,
};
use server::{seed, seen, serving, serving_without_rights, telling};
use tools::{curl_is_content, pages_are_shown, wrk_is_content};

mod bounds;
mod closing;
mod conversations;
mod http;
mod mixed;
mod oracle;
mod patience;
mod places;
mod requests;
mod responses;
mod rules;
mod sending;
mod server;
mod site;
mod tools;

grader::checks! {
    exercise: "web_server",
    mistakes: &[],
    seen: MISTAKES,

    #[points(2)]
    fn a_file_is_sent_whole(bench) {
        serving(bench, &[], files_are_whole)
    }

    #[points(2)]
    fn each_client_has_its_own_talk(bench) {
        serving(bench, &[], talks_are_apart).map_err(|failure| match failure {
            unnamed @ Failure::Seen(_, None) => or_what_many_meet(bench, unnamed),
            other => other,
        })
    }

    #[points(2)]
    fn a_request_may_come_in_pieces(bench) {
        serving(bench, &[], pieces_make_a_request)
    }

    #[points(2)]
    fn a_connection_takes_several_requests(bench) {
        serving(bench, &[], one_after_another)
    }

    #[points(2)]
    fn requests_may_come_together(bench) {
        serving(bench, &[], several_at_once)
    }

    #[points(1)]
    fn head_gets_no_body(bench) {
        serving(bench, &[], head_is_get_without_its_body)
    }

    #[points(1)]
    fn the_type_says_what_is_in_a_file(bench) {
        serving(bench, &[], types_are_right)
    }

    #[points(2)]
    fn the_status_says_what_is_wrong(bench) {
        serving(bench, &[], |server| {
            statuses_are_right(server)?;
            cannot_be_opened(server)
        })?;
        serving_without_rights(bench, may_not_be_read)
    }

    #[points(1)]
    fn a_body_belongs_to_its_request(bench) {
        serving(bench, &[], bodies_are_skipped)
    }

    #[points(2)]
    fn a_folder_needs_its_slash(bench) {
        serving(bench, &[], folders_are_right)
    }

    #[points(1)]
    fn each_response_has_its_lines(bench) {
        serving(bench, &[], conversations::each_has_its_lines)
    }

    #[points(1)]
    fn a_name_is_decoded_once(bench) {
        serving(bench, &[], names_are_decoded)
    }

    #[points(3)]
    fn nothing_outside_the_root_is_sent(bench) {
        serving(bench, &[], nothing_outside)
    }

    #[points(2)]
    fn a_name_is_taken_as_it_is(bench) {
        serving(bench, &[], names_are_taken_as_they_are)
    }

    #[points(1)]
    fn the_response_survives_the_close(bench) {
        serving(bench, &[], |server| {
            closes_gently(server)?;
            closing::late_bytes_are_read(server)?;
            closing::reads_as_long_as_is_told(server)
        })
    }

    #[points(2)]
    fn requests_have_limits(bench) {
        serving(bench, &["--line", "200", "--headers", "1000", "--body", "1000"], limits_hold)
            .map_err(|failure| or_what_many_meet(bench, failure))
    }

    #[points(2)]
    fn nothing_is_left_behind(bench) {
        serving(bench, &[], all_goes_with_the_client)
    }

    #[points(2)]
    fn nobody_keeps_the_server_waiting(bench) {
        serving(bench, &patience::SETTING, patience::everybody_is_left)
            .map_err(|failure| or_what_many_meet(bench, failure))
    }

    #[points(2)]
    fn the_clock_begins_with_a_request(bench) {
        let first = serving(bench, &patience::SETTING, patience::the_clock_is_right);
        patience::and_also(first, || patience::head_and_body(bench))
            .map_err(|failure| or_what_many_meet(bench, failure))
    }

    #[points(1)]
    fn the_close_has_its_end(bench) {
        serving(bench, &patience::SETTING, closing::the_close_has_an_end)
            .map_err(|failure| or_what_many_meet(bench, failure))
    }

    #[points(2)]
    fn a_long_file_arrives(bench) {
        let first = serving(bench, &patience::SETTING, sending::slow_readers_have_it_whole);
        patience::and_also(first, || serving(bench, &[], sending::files_may_change))
    }

    #[points(1)]
    fn a_head_does_not_wait(bench) {
        serving(bench, &[], sending::heads_do_not_wait)
    }

    #[points(1)]
    fn the_number_of_clients_has_a_limit(bench) {
        serving(bench, &places::SETTING, places::the_others_wait)?;
        serving(bench, &MANY, places::many_are_served)
    }

    #[points(1)]
    fn a_place_comes_back(bench) {
        serving(bench, &places::SETTING, places::places_come_back)
            .map_err(|failure| or_what_many_meet(bench, failure))?;
        places::without_threads(bench)
    }

    #[points(1)]
    fn the_server_listens_where_it_should(bench) {
        places::where_it_waits(bench)
    }

    #[points(2)]
    fn no_error_ends_the_server(bench) {
        serving(bench, &places::SETTING, errors_are_survived).map_err(|failure| match failure {
            // Where there are many places, it is not seen that some are lost.
            Failure::Seen(words, None) if serving(bench, &MANY, errors_are_survived).is_ok() => {
                let words = format!("At most 12 clients are allowed. {words} With 500 it was not so.");
                seen(words, Some("places_are_lost"))
            }
            other => other,
        })
    }

    #[points(2)]
    fn no_request_breaks_the_server(bench) {
        // With short limits, much is too long that is not very long.
        serving(bench, &["--line", "1000", "--headers", "2000", "--body", "2000"], |server| {
            mixed::all_survived(server, seed(), server.count(1000))?;
            server.still_answers()
        })
    }

    #[points(1)]
    fn the_rules_of_http_hold(bench) {
        serving(bench, &[], |server| {
            rules::all_hold(server)?;
            rules::the_reference_keeps_more(server)
        })
    }

    #[points(3)]
    fn every_conversation_is_right(bench) {
        serving(bench, &[], |server| conversations::all_are_right(server, seed()))
            .map_err(|failure| or_what_many_meet(bench, failure))
    }

    #[points(2)]
    fn answers_stay_right_under_load(bench) {
        telling(bench, |server| {
            mixed::all_right(server, seed(), server.count(5000))?;
            wrk_is_content(server)
        })
        .map_err(|failure| or_what_many_meet(bench, failure))
    }

    #[points(1)]
    fn curl_gets_what_it_asks_for(bench) {
        serving(bench, &[], curl_is_content)
    }

    #[points(3)]
    fn a_browser_shows_the_pages(bench) {
        serving(bench, &[], pages_are_shown)
    }
}

/// Room for more clients than a check has.
const MANY: [&str; 2] = ["--clients", "500"];

/// All of these show from outside; the checks name them.
const MISTAKES: &[&str] = &[
    "answers_without_reading",
    "reads_to_the_end",
    "no_length",
    "length_in_characters",
    "files_are_text",
    "one_at_a_time",
    "one_buffer_for_all",
    "one_read_is_one_request",
    "the_end_in_one_piece",
    "one_request_per_connection",
    "every_connection_is_kept",
    "forgets_what_is_left",
    "parse_gets_too_much",
    "reads_before_it_looks",
    "a_body_is_the_next_request",
    "head_with_a_body",
    "everything_is_html",
    "every_answer_is_200",
    "any_method_gets_the_file",
    "bad_requests_get_no_answer",
    "a_folder_without_its_slash",
    "the_location_is_another_host",
    "names_are_not_decoded",
    "plus_is_a_space",
    "decodes_twice",
    "dots_leave_the_root",
    "looks_before_decoding",
    "a_slash_replaces_the_root",
    "links_leave_the_root",
    "a_prefix_is_beneath",
    "the_index_is_not_looked_at",
    "the_close_loses_the_response",
    "no_limits",
    "limits_come_too_late",
    "silence_is_no_end",
    "each_byte_starts_the_clock",
    "sends_without_a_deadline",
    "handles_are_kept",
    "the_end_is_no_end",
    "clients_without_limit",
    "an_error_ends_the_server",
    "a_gone_client_is_a_panic",
    "a_refusal_ends_the_connection",
    "so_many_requests_and_no_more",
    "only_post_has_a_body",
    "a_body_comes_in_one_piece",
    "head_says_length_0",
    "head_is_refused",
    "type_of_the_path",
    "no_date",
    "no_location",
    "the_location_is_decoded",
    "the_location_is_on_the_disk",
    "no_allow",
    "no_connection",
    "dots_inside_are_followed",
    "a_slash_after_a_file_is_nothing",
    "two_dots_anywhere",
    "resets_at_the_end",
    "names_with_a_dot_are_secret",
    "a_coded_sign_ends_the_path",
    "every_link_is_forbidden",
    "opens_what_is_no_file",
    "a_sign_is_a_digit",
    "a_percent_stands_for_itself",
    "what_cannot_be_decoded_is_not_there",
    "any_bytes_are_a_name",
    "a_zero_byte_is_for_the_kernel",
    "a_coded_slash_leaves_the_root",
    "a_limit_is_one_less",
    "one_limit_for_all",
    "silence_gets_an_answer",
    "a_slow_request_gets_no_answer",
    "a_body_has_no_clock",
    "each_line_starts_the_clock",
    "the_body_starts_the_clock",
    "one_patience_for_the_whole_talk",
    "the_clock_starts_too_early",
    "a_line_feed_ends_a_line",
    "the_close_has_no_end",
    "the_close_waits_too_long",
    "one_write_sends_it_all",
    "a_slow_reader_is_cut_off",
    "the_file_is_sent_to_its_end",
    "a_short_file_is_filled_up",
    "many_small_writes",
    "a_few_workers",
    "places_are_lost",
    "turns_clients_away",
    "accepts_before_there_is_a_place",
    "waits_without_sleeping",
    "no_room_in_the_queue",
    "waits_at_every_address",
    "only_ipv4",
    "no_reuse_of_the_address",
    "asks_again_at_once",
    "a_missing_thread_is_a_panic",
    "a_gone_client_gets_an_answer",
    "an_absolute_link_leads_out",
    "another_place_instead",
    "answers_before_the_body",
    "first_read_in_the_accepting_thread",
    "shares_the_port",
    "the_line_says_something_else",
    "a_request_fits_into_one_buffer",
    "bodies_are_text",
    "one_read_is_the_file",
    "waits_for_the_clients_end",
    "one_client_more",
    "one_client_fewer",
    "each_line_has_the_limit",
    "the_last_deadline_stays",
    "each_byte_is_a_character",
    "line_feeds_in_the_response",
    "looks_before_the_method",
    "what_is_not_there_is_500",
    "what_may_not_be_read_is_not_there",
    "what_cannot_be_opened_is_not_there",
    "a_folder_without_index_is_forbidden",
    "the_location_is_tidied",
    "opens_and_then_looks",
    "a_link_out_is_not_there",
    "dots_have_another_status",
    "the_close_is_too_short",
    "leaves_too_early",
    "waits_longer_than_told",
    "another_limit",
    "a_whole_head_has_no_limit",
    "a_line_counts_its_end",
    "fewer_clients_than_told",
    "talks_in_the_accepting_thread",
    "another_reason",
];
