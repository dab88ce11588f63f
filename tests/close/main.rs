//! Grades `13_close`: how a program ends a connection, and what becomes of the others.

mod mistakes;
mod spaces;

use std::fmt::Write;

use grader::Rng;

use mistakes::MISTAKES;
use spaces::{CLOSES, LISTENERS, SHUTDOWNS};

grader::checks! {
    exercise: "close",
    mistakes: MISTAKES,
    spaces: &[&CLOSES, &LISTENERS, &SHUTDOWNS],
    generator: story,

    #[points(2)]
    fn close_sends_a_fin(bench) {
        bench.plays(&["close_first", "close_second", "close_again", "both_ends"])
    }

    #[points(2)]
    fn the_others_do_not_notice(bench) {
        bench.plays(&["copy_closed", "listener_closed"])
    }

    #[points(2)]
    fn what_is_queued_goes_with_the_listener(bench) {
        bench.plays(&["queue", "queue_reset", "queue_half_open"])
    }

    #[points(2)]
    fn unread_data_makes_it_a_reset(bench) {
        bench.plays(&["unread", "unread_later"])
    }

    #[points(1)]
    fn linger_zero_makes_it_a_reset(bench) {
        bench.plays(&["linger"])
    }

    #[points(1)]
    fn without_a_peer_nothing_is_sent(bench) {
        bench.plays(&["no_peer"])
    }

    #[points(2)]
    fn shutdown_ends_one_direction(bench) {
        bench.plays(&["half_close"])
    }

    #[points(1)]
    fn shutdown_needs_a_peer(bench) {
        bench.plays(&["no_connection", "no_answer"])
    }

    #[points(2)]
    fn close_is_right_in_every_state(bench) {
        bench.covers(&CLOSES)
    }

    #[points(1)]
    fn a_listener_is_closed_whatever_is_queued(bench) {
        bench.covers(&LISTENERS)
    }

    #[points(1)]
    fn shutdown_is_right_in_every_state(bench) {
        bench.covers(&SHUTDOWNS)
    }

    #[points(1)]
    fn generated_stories_agree(bench) {
        bench.plays_generated(story)
    }
}

/// A server with a queue, and connections that have got to all kinds of places. The program shuts
/// some of them down and closes them.
fn story(rng: &mut Rng) -> String {
    const SERVER: &str = "198.18.203.1:80";
    let mut text = String::from("given: a server and its connections\n");
    let mut queue: Vec<u32> = (2..2 + rng.u32(..4)).collect();
    for id in &queue {
        let client = format!("198.18.203.153:{}", 1030 + id);
        let row = match rng.usize(..4) {
            0 => format!("CLOSED {SERVER} {client} received \"GET /\" error ECONNRESET"),
            1 => format!("CLOSE_WAIT {SERVER} {client} received \"GET /\" the end"),
            2 => format!("ESTABLISHED {SERVER} {client} received \"GET /\""),
            _ => format!("ESTABLISHED {SERVER} {client}"),
        };
        let _ = writeln!(text, "  #{id} {row}");
    }
    rng.shuffle(&mut queue);
    let ids = queue.iter().fold(String::new(), |ids, id| format!("{ids} #{id}"));
    let colon = if queue.is_empty() { "" } else { ":" };
    let length = queue.len();
    let _ = writeln!(text, "  #1 LISTEN {SERVER} *:* fd 3 queue {length}/5{colon}{ids}");
    for id in 6..6 + rng.u32(..3) {
        let _ = writeln!(text, "  #{id} SYN_RECEIVED {SERVER} 198.18.203.153:{}", 1030 + id);
    }
    let mut calls = vec![vec!["shutdown", "close"][rng.usize(..2)..].to_vec()];
    for (fd, id) in (4..).zip(10..10 + rng.u32(4..10)) {
        let client = format!("198.18.203.86:{}", 1015 + id);
        let received = ["", " received \"GET /\""][rng.usize(..2)];
        let end = if received.is_empty() { " received the end" } else { " the end" };
        let linger = ["", "", " options linger0"][rng.usize(..3)];
        let connected = format!("{SERVER} {client} fd {fd}{linger}{received}");
        let row = match rng.u8(..14) {
            // No check asks what close does with it.
            13 => {
                let _ = writeln!(text, "  #{id} SYN_RECEIVED {SERVER} {client} fd {fd}{linger}");
                calls.push(vec!["shutdown", "shutdown"]);
                continue;
            }
            0 => format!("CLOSED *:* *:* fd {fd}{linger}"),
            1 => format!("CLOSED 198.18.203.1:{} *:* fd {fd}{linger}", 8000 + id),
            2 => format!("SYN_SENT 198.18.203.1:{} {client} fd {fd}{linger}", 32768 + id),
            3 => format!("CLOSED {connected} error ECONNRESET"),
            4 | 5 => format!("ESTABLISHED {connected}"),
            6 | 7 => format!("CLOSE_WAIT {connected}{end}"),
            8 => format!("FIN_WAIT_1 {connected}"),
            9 => format!("FIN_WAIT_2 {connected}"),
            10 => format!("CLOSING {connected}{end}"),
            11 => format!("LAST_ACK {connected}{end}"),
            _ => format!("TIME_WAIT {connected}{end} timer {} s", rng.u32(1..60)),
        };
        let _ = writeln!(text, "  #{id} {row}");
        calls.push(vec!["shutdown", "shutdown", "close", "close"][rng.usize(..3)..].to_vec());
    }
    let mut fds: Vec<_> =
        calls.iter().zip(3..).flat_map(|(calls, fd)| vec![fd; calls.len()]).collect();
    rng.shuffle(&mut fds);
    for fd in fds {
        match calls[fd - 3].remove(0) {
            "close" => writeln!(text, "close({fd})"),
            _ => writeln!(text, "shutdown({fd}, SHUT_WR)"),
        }
        .unwrap_or_default();
    }
    text
}
