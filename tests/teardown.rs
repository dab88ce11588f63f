//! Grades `13_teardown`: what arrives while a connection ends, what stays of it, and for how long.

use std::fmt::Write;

use grader::{Difference, Mistake, Rng};
use netstack::{Errno, Flags, Operation, Row, Segment, State};

grader::checks! {
    exercise: "teardown",
    mistakes: MISTAKES,
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
    fn what_waits_is_no_orphan(bench) {
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
    fn generated_stories_agree(bench) {
        bench.plays_generated(story)
    }
}

/// The most telling first: the first that shows is the one that is named.
const MISTAKES: &[Mistake] = &[
    // A connection packet.
    Mistake { name: "syn_is_welcome", shows: |it| syn_arrives(it) && sends_more(it, Flags::SYN) },
    Mistake {
        name: "syn_breaks_off",
        shows: |it| {
            syn_arrives(it)
                && (yours(it).is_none() || !it.pairs().is_empty() || sends_more(it, Flags::RST))
        },
    },
    Mistake { name: "syn_unanswered", shows: |it| syn_arrives(it) && sends_less(it, Flags::ACK) },
    // A reset.
    Mistake {
        name: "reset_is_answered",
        shows: |it| {
            arrives(it, Flags::RST) && sent(it, Flags::default()).is_some_and(|it| it.0 > 0)
        },
    },
    Mistake {
        name: "reset_leaves_the_queue",
        shows: |it| {
            let queue = |row: &Row| row.socket.backlog.clone();
            arrives(it, Flags::RST)
                && waits_in_a_queue(it)
                && (yours(it).is_none() || it.any(|row| queue(row.yours) != queue(row.expected)))
        },
    },
    Mistake {
        name: "reset_removes_the_row",
        shows: |it| {
            arrives(it, Flags::RST)
                && before(it, |row| row.fd.is_some())
                && expected(it).is_some()
                && yours(it).is_none()
        },
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
    // Late data.
    Mistake {
        name: "rst_without_its_number",
        shows: |it| {
            it.sent().is_some_and(|(yours, expected)| match (yours, expected) {
                ([yours], [expected]) => {
                    let with_its_number = Segment { seq: expected.seq, ..yours.clone() };
                    expected.flags.rst && with_its_number == *expected
                }
                _ => false,
            })
        },
    },
    Mistake {
        name: "data_for_a_reader",
        shows: |it| {
            has_data(it)
                && before(it, |row| row.fd.is_some())
                && (sends_more(it, Flags::RST) || yours(it).is_none())
        },
    },
    Mistake {
        name: "late_data_taken",
        shows: |it| {
            let early = was(it, State::FinWait1) || was(it, State::FinWait2);
            has_data(it) && early && expected(it).is_none() && sends_less(it, Flags::RST)
        },
    },
    Mistake {
        name: "late_data_leaves_a_ghost",
        shows: |it| {
            has_data(it) && expected(it).is_none() && yours(it).is_some() && it.results().is_none()
        },
    },
    // The states.
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
        shows: |it| {
            was(it, State::FinWait1)
                && arrives(it, Flags::FIN)
                && becomes(it, State::Closing, State::TimeWait)
        },
    },
    Mistake {
        name: "a_fin_counts_as_an_ack",
        shows: |it| {
            arrives(it, Flags::FIN)
                && !arrives(it, Flags::ACK)
                && (was(it, State::Closing)
                    && yours(it).is_none_or(|row| in_state(row, State::TimeWait))
                    || was(it, State::LastAck)
                        && yours(it).is_none_or(|row| in_state(row, State::Closed)))
        },
    },
    Mistake {
        name: "no_time_wait",
        shows: |it| {
            it.arriving().is_some()
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
                && !arrives(it, Flags::SYN)
                && !arrives(it, Flags::RST)
                && before(it, |row| before_the_ack.contains(&row.socket.state))
                && yours(it).is_some_and(|row| before_the_ack.contains(&row.socket.state))
                && expected(it).is_none_or(|row| !before_the_ack.contains(&row.socket.state))
        },
    },
    Mistake {
        name: "no_end",
        shows: |it| {
            arrives(it, Flags::FIN)
                && it.any(|row| row.expected.socket.ended && !row.yours.socket.ended)
        },
    },
    // The answers.
    Mistake {
        name: "an_ack_is_answered",
        shows: |it| {
            it.arriving().is_some_and(|segment| segment.length() == 0 && !segment.flags.rst)
                && it.sent().is_some_and(|(yours, expected)| {
                    yours.iter().any(|it| !it.flags.rst) && expected.is_empty()
                })
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
        name: "data_again_unanswered",
        shows: |it| was(it, State::TimeWait) && has_data(it) && sends_less(it, Flags::ACK),
    },
    // The timers.
    Mistake {
        name: "waits_for_ever",
        shows: |it| {
            it.any(|row| {
                in_state(row.yours, State::FinWait2)
                    && timer(row.yours).is_none()
                    && timer(row.expected).is_some()
            })
        },
    },
    Mistake {
        name: "given_up_while_held",
        shows: |it| {
            it.any(|row| {
                in_state(row.yours, State::FinWait2)
                    && row.yours.fd.is_some()
                    && timer(row.yours).is_some()
                    && timer(row.expected).is_none()
            })
        },
    },
    Mistake {
        name: "each_ack_renews_the_time",
        shows: |it| {
            was(it, State::FinWait2)
                && it.any(|row| {
                    in_state(row.yours, State::FinWait2)
                        && in_state(row.expected, State::FinWait2)
                        && timer(row.yours) > timer(row.expected)
                })
        },
    },
    Mistake {
        name: "timer_goes_on",
        shows: |it| {
            was(it, State::TimeWait)
                && it.arriving().is_some()
                && yours(it).is_some_and(|row| before(it, |before| timer(before) == timer(row)))
                && it.any(|row| timer(row.yours) != timer(row.expected))
        },
    },
    Mistake {
        name: "another_time_than_sixty",
        shows: |it| {
            it.arriving().is_some()
                && it.any(|row| {
                    let (yours, expected) = (timer(row.yours), timer(row.expected));
                    row.yours.socket.state == row.expected.socket.state
                        && yours.is_some()
                        && expected == Some(60)
                        && yours != expected
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
            passes(it).is_some_and(|seconds| {
                ages(it).any(|(before, yours)| {
                    before == seconds && yours.is_some_and(|row| timer(row) == Some(0))
                })
            })
        },
    },
    Mistake {
        name: "past_the_end",
        shows: |it| {
            passes(it).is_some_and(|seconds| {
                ages(it).any(|(before, yours)| {
                    before < seconds && yours.is_some_and(|row| !in_state(row, State::Closed))
                })
            })
        },
    },
    Mistake {
        name: "held_ones_do_not_age",
        shows: |it| {
            let stands = |(before, yours): (u32, Option<&Row>)| {
                yours.filter(|row| timer(row) == Some(before)).map(|row| row.fd.is_some())
            };
            passes(it).is_some()
                && ages(it).any(|age| stands(age) == Some(true))
                && ages(it).all(|age| stands(age) != Some(false))
        },
    },
    Mistake {
        name: "time_wait_never_ends",
        shows: |it| {
            let without = |row: &Row| in_state(row, State::TimeWait) && timer(row).is_none();
            let stands = |(before, yours): (u32, Option<&Row>)| {
                yours
                    .is_some_and(|row| in_state(row, State::TimeWait) && timer(row) == Some(before))
            };
            yours(it).is_some_and(without) || passes(it).is_some() && ages(it).any(stands)
        },
    },
    Mistake {
        name: "ends_at_once",
        shows: |it| {
            passes(it).is_some_and(|seconds| {
                ages(it).any(|(before, yours)| {
                    before > seconds && yours.is_none_or(|row| in_state(row, State::Closed))
                })
            })
        },
    },
];

/// How many seconds pass in this step.
fn passes(it: &Difference) -> Option<u32> {
    match it.operation()? {
        Operation::Pass { seconds } => Some(*seconds),
        _ => None,
    }
}

/// The timers before the step, each with the row after it, as the program left it.
fn ages(it: &Difference) -> impl Iterator<Item = (u32, Option<&Row>)> {
    let rows = it.before().into_iter().flat_map(|step| &step.rows);
    rows.filter_map(|row| Some((timer(row)?, it.yours()?.row(row.id))))
}

/// Whether a segment with this flag arrives.
fn arrives(it: &Difference, flag: Flags) -> bool {
    it.arriving().is_some_and(|segment| segment.flags.contains(flag))
}

/// Whether a connection packet arrives.
fn syn_arrives(it: &Difference) -> bool {
    arrives(it, Flags::SYN) && !arrives(it, Flags::RST)
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

/// Whether the socket that the step is about waited to be accepted.
fn waits_in_a_queue(it: &Difference) -> bool {
    let (Some(subject), Some(before)) = (it.subject(), it.before()) else { return false };
    let mut queues = before.rows.iter().filter_map(|row| row.socket.backlog.as_ref());
    queues.any(|queue| queue.waiting.contains(&subject.id))
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
