//! Grades `11_close`: how a connection ends, what stays of it, and for how long.

use std::fmt::Write;

use grader::{Difference, Mistake, Rng};
use netstack::{Errno, Flags, Operation, Row, Segment, State};

grader::checks! {
    exercise: "close",
    mistakes: MISTAKES,
    generator: story,

    #[points(2)]
    fn close_sends_a_fin(bench) {
        bench.plays(&["close_first", "close_second", "close_again"])
    }

    #[points(2)]
    fn the_others_do_not_notice(bench) {
        bench.plays(&["copy_closed", "listener_closed"])
    }

    #[points(2)]
    fn what_waits_goes_with_the_listener(bench) {
        bench.plays(&["queue", "queue_reset"])
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
        bench.plays(&["no_connection"])
    }

    #[points(2)]
    fn each_fin_is_acknowledged(bench) {
        bench.plays(&["both_ends", "client_first", "one_segment"])
    }

    #[points(1)]
    fn both_sides_may_close_at_once(bench) {
        bench.plays(&["at_once"])
    }

    #[points(2)]
    fn waiting_comes_to_an_end(bench) {
        bench.plays(&["time_wait", "fin_wait_2", "time_wait_held"])
    }

    #[points(2)]
    fn a_reset_ends_a_connection(bench) {
        bench.plays(&["reset", "reset_waiting", "reset_closed"])
    }

    #[points(1)]
    fn a_connection_packet_ends_nothing(bench) {
        bench.plays(&["syn"])
    }

    #[points(1)]
    fn late_data_is_answered_with_a_reset(bench) {
        bench.plays(&["late_data"])
    }

    #[points(2)]
    fn generated_stories_agree(bench) {
        bench.plays_generated(story)
    }
}

/// The most telling first: the first that shows is the one that is named.
const MISTAKES: &[Mistake] = &[
    Mistake {
        name: "closes_the_listener",
        shows: |it| {
            closes(it)
                && (it.missing().iter().any(|row| in_state(row, State::Listen))
                    || it.any(|row| in_state(row.expected, State::Listen)))
        },
    },
    Mistake {
        name: "half_open_goes_too",
        shows: |it| {
            closes_the_listener(it)
                && (it.missing().iter().any(|row| in_state(row, State::SynReceived))
                    || it.any(|row| in_state(row.expected, State::SynReceived)))
        },
    },
    Mistake {
        name: "closes_all_copies",
        shows: |it| {
            closes_the_listener(it)
                && (it.missing().iter().any(|row| row.fd.is_some())
                    || it.any(|row| row.expected.fd.is_some()))
        },
    },
    Mistake {
        name: "waiting_gets_a_fin",
        shows: |it| closes_the_listener(it) && sends_more(it, Flags::FIN),
    },
    Mistake {
        name: "waiting_survives",
        shows: |it| {
            closes_the_listener(it)
                && before(it, |listener| {
                    let queue = listener.socket.backlog.as_ref();
                    let waited = |row: &&Row| queue.is_some_and(|q| q.waiting.contains(&row.id));
                    it.extra().iter().any(waited)
                })
        },
    },
    Mistake {
        name: "reset_for_the_reset",
        shows: |it| closes_the_listener(it) && sends_more(it, Flags::RST),
    },
    Mistake {
        name: "waiting_goes_in_silence",
        shows: |it| closes_the_listener(it) && sends_less(it, Flags::RST),
    },
    Mistake {
        name: "descriptor_stays",
        shows: |it| closes(it) && yours(it).is_some_and(|row| row.fd.is_some()),
    },
    Mistake {
        name: "time_wait_closed_away",
        shows: |it| closes(it) && was(it, State::TimeWait) && yours(it).is_none(),
    },
    Mistake {
        name: "second_fin",
        shows: |it| {
            (closes(it) || shuts_down(it)) && has_sent_a_fin(it) && sends_more(it, Flags::FIN)
        },
    },
    Mistake {
        name: "sends_without_a_connection",
        shows: |it| {
            let no_connection = was(it, State::Closed) || was(it, State::SynSent);
            (closes(it) || shuts_down(it))
                && no_connection
                && (sends_more(it, Flags::RST) || sends_more(it, Flags::FIN))
        },
    },
    Mistake {
        name: "linger_always_resets",
        shows: |it| {
            closes(it) && before(it, |row| row.socket.options.linger0) && sends_more(it, Flags::RST)
        },
    },
    Mistake {
        name: "end_counts_as_unread",
        shows: |it| {
            closes(it)
                && before(it, |row| row.socket.ended && row.socket.received.is_empty())
                && sends_more(it, Flags::RST)
        },
    },
    Mistake {
        name: "always_a_fin",
        shows: |it| {
            closes(it)
                && before(it, |row| !row.socket.received.is_empty())
                && sends_less(it, Flags::RST)
        },
    },
    Mistake {
        name: "linger_ignored",
        shows: |it| {
            closes(it) && before(it, |row| row.socket.options.linger0) && sends_less(it, Flags::RST)
        },
    },
    Mistake {
        name: "without_an_ack",
        shows: |it| {
            (closes(it) || shuts_down(it))
                && sends_less(it, Flags::ACK)
                && !sends_less(it, Flags::FIN)
                && !sends_less(it, Flags::RST)
        },
    },
    Mistake {
        name: "closed_stays",
        shows: |it| closes(it) && expected(it).is_none() && yours(it).is_some(),
    },
    Mistake {
        name: "gone_at_once",
        shows: |it| {
            closes(it)
                && expected(it).is_some()
                && yours(it).is_none_or(|row| in_state(row, State::Closed))
                && !sends_more(it, Flags::RST)
        },
    },
    Mistake { name: "always_fin_wait_1", shows: |it| becomes(it, State::LastAck, State::FinWait1) },
    Mistake {
        name: "shutdown_frees_the_descriptor",
        shows: |it| {
            shuts_down(it)
                && expected(it).is_some_and(|row| row.fd.is_some())
                && yours(it).is_none_or(|row| row.fd.is_none())
        },
    },
    Mistake {
        name: "shutdown_of_a_listener",
        shows: |it| shuts_down(it) && was(it, State::Listen),
    },
    Mistake {
        name: "shutdown_ends_both",
        shows: |it| {
            shuts_down(it)
                && it.any(|row| {
                    let (yours, expected) = (&row.yours.socket, &row.expected.socket);
                    yours.received != expected.received || yours.ended != expected.ended
                })
        },
    },
    Mistake {
        name: "shutdown_twice_fails",
        shows: |it| shuts_down(it) && has_sent_a_fin(it) && it.returned("E", "sends"),
    },
    Mistake {
        name: "shutdown_without_a_peer",
        shows: |it| shuts_down(it) && it.returned("sends", "ENOTCONN"),
    },
    Mistake {
        name: "syn_breaks_off",
        shows: |it| {
            arrives(it, Flags::SYN)
                && (yours(it).is_none() || !it.pairs().is_empty() || sends_more(it, Flags::RST))
        },
    },
    Mistake {
        name: "syn_unanswered",
        shows: |it| arrives(it, Flags::SYN) && sends_less(it, Flags::ACK),
    },
    Mistake {
        name: "reset_leaves_the_queue",
        shows: |it| {
            let missing = expected(it).is_some_and(|row| row.fd.is_none()) && yours(it).is_none();
            arrives(it, Flags::RST)
                && (missing
                    || it.any(|row| row.yours.socket.backlog != row.expected.socket.backlog))
        },
    },
    Mistake {
        name: "reset_removes_the_row",
        shows: |it| arrives(it, Flags::RST) && expected(it).is_some() && yours(it).is_none(),
    },
    Mistake {
        name: "reset_ignored",
        shows: |it| {
            arrives(it, Flags::RST) && yours(it).is_some_and(|row| !in_state(row, State::Closed))
        },
    },
    Mistake {
        name: "reset_leaves_a_ghost",
        shows: |it| arrives(it, Flags::RST) && expected(it).is_none() && yours(it).is_some(),
    },
    Mistake {
        name: "reset_loses_data",
        shows: |it| {
            arrives(it, Flags::RST)
                && it.any(|row| {
                    let (yours, expected) = (&row.yours.socket, &row.expected.socket);
                    yours.received.len() < expected.received.len()
                        || (expected.ended && !yours.ended)
                })
        },
    },
    Mistake {
        name: "reset_without_an_error",
        shows: |it| arrives(it, Flags::RST) && error_is(it, None),
    },
    Mistake {
        name: "one_error_for_all",
        shows: |it| arrives(it, Flags::RST) && error_is(it, Some(Errno::ECONNRESET)),
    },
    Mistake { name: "late_data_taken", shows: |it| has_data(it) && sends_less(it, Flags::RST) },
    Mistake {
        name: "fin_closes_both",
        shows: |it| {
            let closed = [State::Closed, State::LastAck, State::TimeWait];
            arrives(it, Flags::FIN)
                && was(it, State::Established)
                && (yours(it).is_none_or(|row| closed.contains(&row.socket.state))
                    || sends_more(it, Flags::FIN))
        },
    },
    Mistake {
        name: "closing_is_time_wait",
        shows: |it| becomes(it, State::Closing, State::TimeWait),
    },
    Mistake {
        name: "no_time_wait",
        shows: |it| {
            arrives(it, Flags::ACK)
                && !was(it, State::TimeWait)
                && expected(it).is_some_and(|row| in_state(row, State::TimeWait))
                && yours(it).is_none_or(|row| in_state(row, State::Closed))
        },
    },
    Mistake {
        name: "time_wait_for_everyone",
        shows: |it| {
            was(it, State::LastAck) && yours(it).is_some_and(|row| in_state(row, State::TimeWait))
        },
    },
    Mistake {
        name: "ack_overlooked",
        shows: |it| {
            let before_the_ack = [State::FinWait1, State::Closing, State::LastAck];
            arrives(it, Flags::ACK)
                && before(it, |row| before_the_ack.contains(&row.socket.state))
                && yours(it).is_some_and(|row| before_the_ack.contains(&row.socket.state))
        },
    },
    Mistake {
        name: "no_end",
        shows: |it| {
            arrives(it, Flags::FIN)
                && it.any(|row| row.expected.socket.ended && !row.yours.socket.ended)
        },
    },
    Mistake {
        name: "fin_again_unanswered",
        shows: |it| {
            arrives(it, Flags::FIN)
                && before(it, |row| row.socket.ended)
                && sends_less(it, Flags::ACK)
        },
    },
    Mistake {
        name: "fin_unanswered",
        shows: |it| arrives(it, Flags::FIN) && sends_less(it, Flags::ACK),
    },
    Mistake {
        name: "waits_for_ever",
        shows: |it| {
            it.any(|row| {
                in_state(row.yours, State::FinWait2)
                    && row.yours.socket.timer.is_none()
                    && row.expected.socket.timer.is_some()
            })
        },
    },
    Mistake {
        name: "given_up_while_held",
        shows: |it| {
            it.any(|row| {
                in_state(row.yours, State::FinWait2)
                    && row.yours.socket.timer.is_some()
                    && row.expected.socket.timer.is_none()
            })
        },
    },
    Mistake {
        name: "over_means_gone",
        shows: |it| it.missing().iter().any(|row| in_state(row, State::Closed) && row.fd.is_some()),
    },
    Mistake {
        name: "one_second_more",
        shows: |it| {
            it.yours().is_some_and(|yours| yours.rows.iter().any(|row| timer(row) == Some(0)))
        },
    },
    Mistake {
        name: "time_wait_never_ends",
        shows: |it| {
            let without = |row: &Row| in_state(row, State::TimeWait) && timer(row).is_none();
            let stands = |row: &Row| {
                passes(it)
                    && timer(row).is_some()
                    && it.before().and_then(|step| step.row(row.id)).map(timer) == Some(timer(row))
            };
            it.yours().is_some_and(|yours| yours.rows.iter().any(|row| without(row) || stands(row)))
        },
    },
    Mistake {
        name: "ends_at_once",
        shows: |it| passes(it) && it.missing().iter().any(|row| timer(row).is_some()),
    },
    Mistake {
        name: "timer_goes_on",
        shows: |it| {
            was(it, State::TimeWait)
                && it.any(|row| {
                    timer(row.yours).is_some_and(|left| Some(left) < timer(row.expected))
                })
        },
    },
];

fn closes(it: &Difference) -> bool {
    matches!(it.operation(), Some(Operation::Close { .. }))
}

fn closes_the_listener(it: &Difference) -> bool {
    closes(it) && was(it, State::Listen)
}

fn shuts_down(it: &Difference) -> bool {
    matches!(it.operation(), Some(Operation::Shutdown { .. }))
}

fn passes(it: &Difference) -> bool {
    matches!(it.operation(), Some(Operation::Pass { .. }))
}

/// Whether a segment with this flag arrives.
fn arrives(it: &Difference, flag: Flags) -> bool {
    it.arriving().is_some_and(|segment| segment.flags.contains(flag))
}

/// Whether a segment with data arrives.
fn has_data(it: &Difference) -> bool {
    it.arriving().is_some_and(|segment| !segment.data.is_empty())
}

/// How many segments with this flag the program has sent in this step, and how many are right.
fn sent(it: &Difference, flag: Flags) -> Option<(usize, usize)> {
    let count = |segments: &[Segment]| segments.iter().filter(|it| it.flags.contains(flag)).count();
    it.sent().map(|(yours, expected)| (count(yours), count(expected)))
}

fn sends_more(it: &Difference, flag: Flags) -> bool {
    sent(it, flag).is_some_and(|(yours, expected)| yours > expected)
}

fn sends_less(it: &Difference, flag: Flags) -> bool {
    sent(it, flag).is_some_and(|(yours, expected)| yours < expected)
}

/// The same socket's row after the step, as the program left it.
fn yours(it: &Difference) -> Option<&Row> {
    it.yours()?.row(it.subject()?.id)
}

/// The same socket's row after the step, as it should be.
fn expected(it: &Difference) -> Option<&Row> {
    it.expected().row(it.subject()?.id)
}

/// Whether the socket that the step is about was like this before.
fn before(it: &Difference, like: impl Fn(&Row) -> bool) -> bool {
    it.subject().is_some_and(like)
}

fn was(it: &Difference, state: State) -> bool {
    before(it, |row| in_state(row, state))
}

/// Whether this side has ended its data, and nothing has broken the connection off.
fn has_sent_a_fin(it: &Difference) -> bool {
    use State::{Closing, FinWait1, FinWait2, LastAck, TimeWait};
    let ended = [FinWait1, FinWait2, Closing, LastAck, TimeWait];
    before(it, |row| ended.contains(&row.socket.state))
}

fn in_state(row: &Row, state: State) -> bool {
    row.socket.state == state
}

/// Whether a row is in the state `yours` where `expected` was right.
fn becomes(it: &Difference, expected: State, yours: State) -> bool {
    it.any(|row| in_state(row.expected, expected) && in_state(row.yours, yours))
}

/// Whether a row has this error where another one was right.
fn error_is(it: &Difference, error: Option<Errno>) -> bool {
    it.any(|row| row.yours.socket.error == error && row.expected.socket.error != error)
}

fn timer(row: &Row) -> Option<u32> {
    row.socket.timer
}

const SERVER: &str = "198.18.203.1:80";

/// A server with a queue, and connections that end in all kinds of ways, at the same time.
fn story(rng: &mut Rng) -> String {
    let (mut given, waits) = waiting_server(rng);
    let mut lives = vec![waits];
    let mut afterwards = Vec::new();
    for number in 0..rng.u32(3..6) {
        let life = Life::new(rng, number);
        let _ = writeln!(given, "  {}", life.row);
        lives.push(life.events);
        afterwards.push(life.afterwards);
    }
    let mut text = format!("given: a server and its connections\n{given}");
    mix(rng, lives, &mut text, 2);
    // Now every timer that is set runs out, some of them in the very last second.
    let first = rng.u32(1..60);
    let _ = writeln!(text, "{first} s pass\n{} s pass", 60 - first);
    mix(rng, afterwards, &mut text, 0);
    text.push_str("60 s pass\n");
    text
}

/// Writes down the events of all lives, each life's in its own order. Time passes now and then, but
/// not so much that a timer could run out.
fn mix(rng: &mut Rng, mut lives: Vec<Vec<String>>, text: &mut String, mut pauses: u32) {
    for life in &mut lives {
        life.reverse();
    }
    loop {
        lives.retain(|life| !life.is_empty());
        if lives.is_empty() {
            return;
        }
        if pauses > 0 && rng.u8(..6) == 0 {
            pauses -= 1;
            let _ = writeln!(text, "{} s pass", rng.u32(1..29));
        }
        let life = rng.usize(..lives.len());
        if let Some(event) = lives[life].pop() {
            let _ = writeln!(text, "{event}");
        }
    }
}

/// The rows of a listening socket, of what waits in its queue and of what is half open; and what
/// happens to them, until the socket is closed.
fn waiting_server(rng: &mut Rng) -> (String, Vec<String>) {
    let mut rows = String::new();
    let mut events = Vec::new();
    let mut queue: Vec<u32> = (2..2 + rng.u32(..4)).collect();
    for id in &queue {
        let client = format!("198.18.203.153:{}", 1030 + id);
        let arrives = |flags| format!("{flags} {client} → {SERVER}, finds #{id}");
        let received = ["", "  received \"GET /\""][rng.usize(..2)];
        let _ = writeln!(rows, "  #{id} ESTABLISHED {SERVER} {client}{received}");
        for flags in ["SYN", "FIN+ACK", "FIN+ACK", "RST"] {
            if rng.u8(..3) == 0 {
                events.push(arrives(flags));
            }
        }
    }
    rng.shuffle(&mut queue);
    let ids = queue.iter().fold(String::new(), |ids, id| format!("{ids} #{id}"));
    let colon = if queue.is_empty() { "" } else { ":" };
    let length = queue.len();
    let _ = writeln!(rows, "  #1 LISTEN {SERVER} *:* fd 3 queue {length}/5{colon}{ids}");
    for id in 6..6 + rng.u32(..3) {
        let _ = writeln!(rows, "  #{id} SYN_RECEIVED {SERVER} 198.18.203.153:{}", 1030 + id);
    }
    if rng.u8(..4) == 0 {
        events.push("shutdown(3, SHUT_WR)".to_owned());
    }
    if rng.u8(..4) != 0 {
        events.push("close(3)".to_owned());
    }
    (rows, events)
}

/// What happens to one connection.
struct Life {
    row: String,
    events: Vec<String>,
    /// What happens when all timers have run out.
    afterwards: Vec<String>,
}

impl Life {
    fn new(rng: &mut Rng, number: u32) -> Self {
        let (id, fd) = (10 + number, 4 + number);
        let client = format!("198.18.203.86:{}", 1025 + number);
        let event = |event: &str| match event {
            "close" => format!("close({fd})"),
            "shutdown" => format!("shutdown({fd}, SHUT_WR)"),
            "data" => format!("ACK {client} → {SERVER} seq 11 ack {} \"x\", finds #{id}", 90 + id),
            "data, end" => {
                format!("FIN+ACK {client} → {SERVER} seq 12 ack {} \"x\", finds #{id}", 90 + id)
            }
            flags => format!("{flags} {client} → {SERVER}, finds #{id}"),
        };
        let mut row = format!("#{id} ESTABLISHED {SERVER} {client} fd {fd}");
        let mut events = Vec::new();
        let mut afterwards = Vec::new();
        // For so many events, the connection is there.
        let mut open = usize::MAX;
        match rng.u8(..12) {
            // This side closes first.
            0..=3 => {
                let mut held = rng.bool();
                events.push(if held { "shutdown" } else { "close" });
                let close_now = rng.u8(..3) == 0;
                match rng.u8(..5) {
                    0 | 1 => {
                        events.extend(["FIN", "FIN"].iter().take(rng.usize(1..3)));
                        events.extend(["close"].iter().filter(|_| held && close_now));
                        held &= !close_now;
                        events.push(["ACK", "FIN+ACK"][rng.usize(..2)]);
                    }
                    2 => events.push("FIN+ACK"),
                    3 => {
                        events.push("ACK");
                        events.extend(["close"].iter().filter(|_| held && close_now));
                        held &= !close_now;
                        events.push("FIN+ACK");
                    }
                    _ => events.push("ACK"),
                }
                // In TIME_WAIT, or in FIN_WAIT_2.
                let last = events.last().copied().unwrap_or_default();
                if last != "ACK" || events.contains(&"FIN") {
                    let again = ["FIN+ACK", "ACK"][rng.usize(..2)];
                    events.extend([again, again].iter().take(rng.usize(..3)));
                }
                if held {
                    events.extend(["shutdown"].iter().filter(|_| rng.u8(..3) == 0));
                    afterwards = vec!["shutdown", "close"];
                }
            }
            // The peer closes first.
            4 | 5 => {
                events.extend(["FIN+ACK", "FIN+ACK"].iter().take(rng.usize(1..3)));
                let end = ["close", "shutdown"][rng.usize(..2)];
                events.push(end);
                events.extend(["FIN"].iter().filter(|_| rng.bool()));
                open = events.len();
                events.push(["ACK", "FIN+ACK"][rng.usize(..2)]);
                if end == "shutdown" {
                    afterwards = vec!["shutdown", "close"];
                }
            }
            // The peer breaks off.
            6 | 7 => {
                let closed: [&[&str]; 5] = [
                    &["close"],
                    &["close", "ACK"],
                    &["close", "FIN"],
                    &["FIN+ACK", "close"],
                    &["close", "FIN+ACK"],
                ];
                let held = rng.bool();
                let so_far =
                    if held { HELD[rng.usize(..HELD.len())] } else { closed[rng.usize(..5)] };
                row.push_str(if held { "  received \"GET /\"" } else { "" });
                events.extend(so_far);
                open = events.len();
                events.push(["RST", "RST+ACK"][rng.usize(..2)]);
                if held {
                    afterwards = vec!["shutdown", "close"];
                }
            }
            // Data comes for a program that has closed.
            8 => {
                events.push("close");
                events.extend(["ACK"].iter().filter(|_| rng.bool()));
                open = events.len();
                events.push(["data", "data, end"][rng.usize(..2)]);
            }
            // This side breaks off.
            9 | 10 => {
                row.push_str(["  options linger0", "  received \"GET /\""][rng.usize(..2)]);
                events.extend(HELD[rng.usize(..HELD.len())]);
                open = events.len();
                events.push("close");
            }
            // Nobody at the other end knows of it.
            _ => {
                row = match rng.u8(..4) {
                    0 => format!("#{id} CLOSED *:* *:* fd {fd}"),
                    1 => format!("#{id} CLOSED 198.18.203.1:{} *:* fd {fd}", 8000 + id),
                    2 => format!("#{id} SYN_SENT 198.18.203.1:{} {client} fd {fd}", 32768 + id),
                    _ => format!("#{id} CLOSED {SERVER} {client} fd {fd}  error ECONNRESET"),
                };
                open = 0;
                events.extend(["shutdown"].iter().filter(|_| rng.bool()));
                events.push("close");
            }
        }
        if open > 0 && rng.u8(..4) == 0 {
            events.insert(rng.usize(..=open.min(events.len())), "SYN");
        }
        let [events, afterwards] =
            [events, afterwards].map(|all| all.into_iter().map(event).collect::<Vec<_>>());
        Self { row, events, afterwards }
    }
}

/// How far a connection may have got while its program holds it.
const HELD: [&[&str]; 8] = [
    &[],
    &["FIN+ACK"],
    &["shutdown"],
    &["shutdown", "ACK"],
    &["shutdown", "FIN"],
    &["FIN+ACK", "shutdown"],
    &["shutdown", "FIN+ACK"],
    &["shutdown", "ACK", "FIN+ACK"],
];
