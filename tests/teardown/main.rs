//! Grades `14_teardown`: what arrives while a connection ends, what stays of it, and for how long.

mod mistakes;
mod spaces;

use std::fmt::Write;

use grader::Rng;

use mistakes::MISTAKES;
use spaces::{PAUSES, SEGMENTS};

grader::checks! {
    exercise: "teardown",
    mistakes: MISTAKES,
    spaces: &[&SEGMENTS, &PAUSES],
    generator: story,

    #[points(2)]
    fn each_fin_is_acknowledged(bench) {
        bench.plays(&["both_ends", "client_first", "one_segment"])
    }

    #[points(1)]
    fn both_sides_may_close_at_once(bench) {
        bench.plays(&["at_once"])
    }

    #[points(1)]
    fn an_ack_alone_has_no_answer(bench) {
        bench.plays(&["nothing"])
    }

    #[points(2)]
    fn time_wait_lasts_sixty_seconds(bench) {
        bench.plays(&["time_wait", "time_wait_held", "time_wait_again"])
    }

    #[points(1)]
    fn fin_wait_2_ends_if_nobody_reads(bench) {
        bench.plays(&["fin_wait_2"])
    }

    #[points(2)]
    fn a_reset_ends_a_connection(bench) {
        bench.plays(&["reset", "reset_closed"])
    }

    #[points(1)]
    fn what_is_queued_is_no_orphan(bench) {
        bench.plays(&["reset_waiting"])
    }

    #[points(1)]
    fn a_connection_packet_ends_nothing(bench) {
        bench.plays(&["syn"])
    }

    #[points(2)]
    fn late_data_is_answered_with_a_reset(bench) {
        bench.plays(&["late_data", "late_data_read"])
    }

    #[points(2)]
    fn each_segment_is_right_in_every_state(bench) {
        bench.covers(&SEGMENTS)
    }

    #[points(1)]
    fn each_timer_ends_in_its_time(bench) {
        bench.covers(&PAUSES)
    }

    #[points(1)]
    fn generated_stories_agree(bench) {
        bench.plays_generated(story)
    }
}

/// Connections that have got to all kinds of places. A segment or two arrive at each, and time
/// passes, until every timer has run out.
fn story(rng: &mut Rng) -> String {
    const SERVER: &str = "198.18.203.1:80";
    let mut text = String::from("given: a server and its connections\n");
    let (mut waiting, mut events) = (Vec::new(), Vec::new());
    for id in 2..2 + rng.u32(3..8) {
        let (fd, client) = (id + 2, format!("198.18.203.86:{}", 1023 + id));
        let held = rng.bool();
        let received = if held && rng.bool() { " received \"GET /\"" } else { "" };
        let end = if received.is_empty() { " received the end" } else { " the end" };
        let time = rng.u32(6..60);
        let (state, rest) = match rng.u8(..8) {
            0 | 1 => ("ESTABLISHED", received.to_owned()),
            2 => ("CLOSE_WAIT", format!("{received}{end}")),
            3 => ("FIN_WAIT_1", received.to_owned()),
            4 if held => ("FIN_WAIT_2", received.to_owned()),
            4 => ("FIN_WAIT_2", format!(" timer {time} s")),
            5 => ("CLOSING", format!("{received}{end}")),
            6 => ("LAST_ACK", format!("{received}{end}")),
            _ => ("TIME_WAIT", format!("{received}{end} timer {time} s")),
        };
        if !held && ["ESTABLISHED", "CLOSE_WAIT"].contains(&state) {
            waiting.push(id);
        }
        let fd = if held { format!(" fd {fd}") } else { String::new() };
        let _ = writeln!(text, "  #{id} {state} {SERVER} {client}{fd}{rest}");
        let arrives = |flags: &str| format!("{flags}, finds #{id}");
        let first = ["SYN", "FIN", "FIN"][rng.usize(..3)];
        let more = ["ACK", "FIN", "FIN+ACK", "RST", "RST+ACK", "SYN", "data", "data, end"];
        let more = match more[rng.usize(..more.len())] {
            "data" => format!("ACK {client} → {SERVER} seq 11 ack {} \"x\"", 90 + id),
            "data, end" => format!("FIN+ACK {client} → {SERVER} seq 12 ack {} \"x\"", 90 + id),
            flags => format!("{flags} {client} → {SERVER}"),
        };
        let first = rng.bool().then(|| arrives(&format!("{first} {client} → {SERVER}")));
        events.push([Some(arrives(&more)), first].into_iter().flatten().collect::<Vec<_>>());
    }
    let ids = waiting.iter().fold(String::new(), |ids, id| format!("{ids} #{id}"));
    let colon = if waiting.is_empty() { "" } else { ":" };
    let _ = writeln!(text, "  #1 LISTEN {SERVER} *:* fd 3 queue {}/9{colon}{ids}", waiting.len());
    let mut pauses = 2;
    while !events.is_empty() {
        let number = rng.usize(..events.len());
        let _ = writeln!(text, "{}", events[number].pop().unwrap_or_default());
        events.retain(|events| !events.is_empty());
        if pauses > 0 && rng.u8(..4) == 0 {
            pauses -= 1;
            let _ = writeln!(text, "{} s pass", rng.u32(1..3));
        }
    }
    // Now every timer that is set runs out, some of them in the very last second.
    let first = rng.u32(1..60);
    let _ = writeln!(text, "{first} s pass\n{} s pass\n1 s pass", 60 - first);
    text
}
