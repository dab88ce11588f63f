//! Grades `19_web_server`: what clients of all kinds get, and what is left when they have gone.

use bounds::{
    all_goes_with_the_client, errors_are_survived, limits_hold, patience_ends, two_at_a_time,
};
use requests::{
    closes_gently, files_are_whole, one_after_another, pieces_make_a_request, several_at_once,
    talks_are_apart,
};
use responses::{
    folders_are_right, head_is_get_without_its_body, names_are_decoded, nothing_outside,
    statuses_are_right, types_are_right,
};
use server::{seed, serving};
use tools::{curl_is_content, pages_are_shown, wrk_is_content};

mod bounds;
mod http;
mod mixed;
mod requests;
mod responses;
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
        serving(bench, &[], talks_are_apart)
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
        serving(bench, &[], statuses_are_right)
    }

    #[points(2)]
    fn a_folder_needs_its_slash(bench) {
        serving(bench, &[], folders_are_right)
    }

    #[points(1)]
    fn a_name_is_decoded_once(bench) {
        serving(bench, &[], names_are_decoded)
    }

    #[points(3)]
    fn nothing_outside_the_root_is_sent(bench) {
        serving(bench, &[], nothing_outside)
    }

    #[points(1)]
    fn the_response_survives_the_close(bench) {
        serving(bench, &[], closes_gently)
    }

    #[points(2)]
    fn requests_have_limits(bench) {
        serving(bench, &["--line", "200", "--headers", "1000", "--body", "1000"], limits_hold)
    }

    #[points(2)]
    fn nothing_is_left_behind(bench) {
        serving(bench, &[], all_goes_with_the_client)
    }

    #[points(2)]
    fn nobody_keeps_the_server_waiting(bench) {
        serving(bench, &["--patience", "600"], patience_ends)
    }

    #[points(1)]
    fn the_number_of_clients_has_a_limit(bench) {
        serving(bench, &["--clients", "2"], two_at_a_time)
    }

    #[points(2)]
    fn no_error_ends_the_server(bench) {
        serving(bench, &[], errors_are_survived)
    }

    #[points(2)]
    fn no_request_breaks_the_server(bench) {
        serving(bench, &[], |server| {
            mixed::all_survived(server, seed(), server.count(1000))?;
            server.still_answers()
        })
    }

    #[points(2)]
    fn answers_stay_right_under_load(bench) {
        serving(bench, &[], |server| {
            mixed::all_right(server, seed(), server.count(5000))?;
            wrk_is_content(server)
        })
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
];
