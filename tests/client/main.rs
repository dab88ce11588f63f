//! Grades `01_client`: the four stages, seen by servers that are the grader's own.

use std::net::Ipv6Addr;

use grader::{Ended, Failure, seen, skip, tell_people};

use connect::{
    LOCALHOST, calls_the_given_server, has_no_address_yet, is_refused, listen, two_at_a_time,
};
use program::REQUEST;
use real::idle::can_interrupt;
use talk::{PIECES, Talk, talk};
use verdict::{
    answered, empty_request, in_pieces, receives_a_large_answer, reset_before_the_answer,
    reset_while_it_sends, sends_a_large_request, the_end_comes_last,
};
use wait::{for_the_answer, for_the_connection};

mod connect;
mod program;
mod talk;
mod verdict;
mod wait;

grader::checks! {
    exercise: "client",
    mistakes: &[],
    seen: MISTAKES,

    #[points(1)]
    fn the_new_socket_has_no_address(bench) {
        has_no_address_yet(bench)
    }

    #[points(1)]
    fn the_given_server_is_called(bench) {
        calls_the_given_server(bench)
    }

    #[points(1)]
    fn the_kernel_chooses_the_port(bench) {
        two_at_a_time(bench)
    }

    #[points(1)]
    fn connect_returns_when_the_connection_is_there(bench) {
        for_the_connection(bench)
    }

    #[points(2)]
    fn a_refused_connection_is_an_error(bench) {
        is_refused(bench)
    }

    #[points(2)]
    fn the_request_arrives_with_its_end(bench) {
        the_end_comes_last(bench)
    }

    #[points(1)]
    fn it_waits_for_the_answer(bench) {
        for_the_answer(bench)?;
        empty_request(bench)
    }

    #[points(2)]
    fn an_answer_in_pieces_is_read_to_its_end(bench) {
        in_pieces(bench)
    }

    #[points(1)]
    fn an_empty_answer_is_an_answer(bench) {
        answered(bench, &[])?.answer_is_right(&[])
    }

    #[points(1)]
    fn a_large_answer_is_read_to_its_end(bench) {
        receives_a_large_answer(bench)
    }

    #[points(1)]
    fn a_reset_is_an_error(bench) {
        if cfg!(windows) {
            return skip("a reset is not told from the end: Wine shows a program both alike");
        }
        let talk = talk(bench, &listen(LOCALHOST)?, REQUEST, |server| {
            server.receive();
            server.send_pieces(&PIECES[..1]);
            server.reset();
        })?;
        talk.request_is_right()?;
        talk.is_reset()?;
        reset_before_the_answer(bench)?;
        reset_while_it_sends(bench)
    }

    #[points(2)]
    fn a_large_request_is_sent_to_its_end(bench) {
        sends_a_large_request(bench)
    }

    #[points(1)]
    fn an_interruption_is_not_an_error(bench) {
        if let Err(reason) = can_interrupt() {
            return skip(&reason);
        }
        let (first, rest) = PIECES.split_at(1);
        let is_cut = |failure, talk: &Talk| match failure {
            // All that came before a signal.
            Failure::Seen(words, None) if talk.answer.as_deref() == Some(b"H") => {
                Failure::Seen(words, Some("an_interruption_is_an_error"))
            }
            // Without a signal there was something.
            Failure::Seen(words, None) if talk.answer.as_deref() == Some(b"") => {
                let is_whole = in_pieces(bench).is_ok();
                Failure::Seen(words, is_whole.then_some("an_interruption_is_an_error"))
            }
            // Nothing can be sent behind the end of the request.
            Failure::Seen(words, None) if talk.sends_after_the_end() && in_pieces(bench).is_ok() => {
                Failure::Seen(words, Some("an_interruption_begins_anew"))
            }
            // All that came after the last signal. Without a signal a whole answer was given back.
            Failure::Seen(words, _) if talk.answer.as_ref() == Some(&rest.concat()) => {
                let is_whole = in_pieces(bench).is_ok();
                Failure::Seen(words, is_whole.then_some("an_interruption_begins_anew"))
            }
            other => other,
        };
        let talk = talk(bench, &listen(LOCALHOST)?, REQUEST, |server| {
            server.receive();
            server.interrupt();
            server.send_pieces(first);
            server.interrupt();
            server.send(&rest.concat());
            server.end();
        })?;
        talk.request_is_right()?;
        talk.answer_is_right(&PIECES.concat()).map_err(|failure| is_cut(failure, &talk))
    }

    #[points(1)]
    fn the_socket_is_closed(bench) {
        let talk = answered(bench, b"Good bye.")?;
        talk.answer_is_right(b"Good bye.")?;
        talk.is_closed()
    }

    #[points(1)]
    fn an_ipv6_server_works_too(bench) {
        let Ok(listener) = listen(Ipv6Addr::LOCALHOST.into()) else {
            // A machine without IPv6 is no fault, not even in CI.
            tell_people("skipped: this machine has no ::1, so IPv6 is not checked");
            return Ok(());
        };
        let talk = talk(bench, &listener, REQUEST, |server| {
            server.receive();
            server.send(b"Hello, ::1.");
            server.end();
        })?;
        let right = talk.request_is_right().and_then(|()| talk.answer_is_right(b"Hello, ::1."));
        right.map_err(|failure| match failure {
            // The other stages don't know what the address is.
            failure if talk.local.is_some() => failure,
            Failure::Seen(words, None | Some("another_place")) => {
                Failure::Seen(words, Some("only_ipv4"))
            }
            Failure::Ended(Ended::Panicked { location, message }) => {
                let words = format!("For [::1], your program panicked at {location}: {message}");
                seen(words, Some("only_ipv4"))
            }
            other => other,
        })
    }
}

/// All of these show from outside; the checks name them.
const MISTAKES: &[&str] = &[
    "create_connects",
    "binds_first",
    "always_ipv6",
    "another_place",
    "port_in_the_other_order",
    "another_socket",
    "a_port_of_its_own",
    "in_progress_is_connected",
    "gives_up_early",
    "ignores_a_refused_connection",
    "waits_for_a_server",
    "an_error_ends_the_program",
    "an_error_of_its_own",
    "every_error_is_a_refusal",
    "reads_before_it_sends",
    "never_says_the_end",
    "an_empty_line_ends_the_request",
    "a_failed_send_is_no_error",
    "an_interruption_begins_anew",
    "the_end_comes_first",
    "the_end_is_a_byte",
    "adds_a_line_end",
    "bytes_are_text",
    "shuts_down_both_directions",
    "does_not_wait",
    "no_room_to_receive",
    "one_read_is_the_answer",
    "an_answer_has_a_limit",
    "a_zero_byte_is_the_end",
    "only_the_last_piece",
    "whole_buffer_each_time",
    "an_answer_is_lines",
    "stops_at_an_empty_line",
    "a_length_is_the_end",
    "zero_means_try_again",
    "the_end_is_an_error",
    "an_empty_request_is_no_talk",
    "an_error_is_the_end",
    "a_part_is_an_error",
    "one_write_is_the_request",
    "an_interruption_is_an_error",
    "leaves_the_socket_open",
    "only_ipv4",
];

#[cfg(feature = "reference")]
mod for_people;
