//! Grades `12_close`: how a program ends a connection, and what becomes of the others.

use std::fmt::Write;

use grader::{Difference, Mistake, Rng};
use netstack::{Flags, Operation, Row, Segment, State};

grader::checks! {
    exercise: "close",
    mistakes: MISTAKES,
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
    fn what_waits_goes_with_the_listener(bench) {
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
    fn generated_stories_agree(bench) {
        bench.plays_generated(story)
    }
}

/// The most telling first: the first that shows is the one that is named.
const MISTAKES: &[Mistake] = &[
    // The listening socket and its copies.
    Mistake {
        name: "closes_the_listener",
        shows: |it| {
            closes(it)
                && !was(it, State::Listen)
                && (it.missing().iter().any(|row| row.listens())
                    || it.any(|row| row.expected.listens()))
        },
    },
    Mistake {
        name: "half_open_is_told",
        shows: |it| {
            closes_the_listener(it)
                && extra(it, Flags::RST).iter().any(|segment| {
                    rows_before(it).any(|row| {
                        in_state(row, State::SynReceived)
                            && row.fd.is_none()
                            && is_for(segment, row)
                    })
                })
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
            let accepted = |row: &Row| row.fd.is_some() && row.socket.remote.is_some();
            closes_the_listener(it)
                && (it.missing().into_iter().any(accepted) || it.any(|row| accepted(row.expected)))
        },
    },
    Mistake {
        name: "waiting_gets_a_fin",
        shows: |it| {
            closes_the_listener(it)
                && extra(it, Flags::FIN)
                    .iter()
                    .any(|segment| waited(it).any(|row| is_for(segment, row)))
        },
    },
    Mistake {
        name: "waiting_survives",
        shows: |it| {
            closes_the_listener(it)
                && waited(it).any(|waited| it.extra().iter().any(|row| row.id == waited.id))
        },
    },
    Mistake {
        name: "reset_for_the_reset",
        shows: |it| {
            closes_the_listener(it)
                && extra(it, Flags::RST).iter().any(|segment| {
                    waited(it).any(|row| in_state(row, State::Closed) && is_for(segment, row))
                })
        },
    },
    Mistake {
        name: "waiting_goes_in_silence",
        shows: |it| {
            closes_the_listener(it)
                && sent(it).is_some_and(|(yours, expected)| {
                    yours.len() < expected.len() && yours.iter().all(|one| expected.contains(one))
                })
        },
    },
    Mistake {
        name: "another_order",
        shows: |it| {
            closes_the_listener(it)
                && sent(it).is_some_and(|(yours, expected)| {
                    yours.len() == expected.len() && yours.iter().all(|one| expected.contains(one))
                })
        },
    },
    // What is sent.
    Mistake {
        name: "sent_to_itself",
        shows: |it| {
            sent(it).is_some_and(|(yours, expected)| {
                let turned = |segment: &Segment| Segment {
                    source: segment.destination,
                    destination: segment.source,
                    ..segment.clone()
                };
                yours.iter().map(turned).eq(expected.iter().cloned())
            })
        },
    },
    Mistake {
        name: "without_an_ack",
        shows: |it| {
            sent(it).is_some_and(|(yours, expected)| {
                let with_ack = |segment: &Segment| Segment {
                    flags: segment.flags | Flags::ACK,
                    ..segment.clone()
                };
                yours.iter().map(with_ack).eq(expected.iter().cloned())
            })
        },
    },
    Mistake {
        name: "second_fin",
        shows: |it| has_sent_a_fin(it) && !extra(it, Flags::FIN).is_empty(),
    },
    Mistake {
        name: "sends_without_a_connection",
        shows: |it| {
            (was(it, State::Closed) || was(it, State::SynSent))
                && sent(it).is_some_and(|(yours, _)| !yours.is_empty())
        },
    },
    Mistake {
        name: "linger_always_resets",
        shows: |it| {
            let nothing_to_break_off = before(it, |row| {
                let done = [State::Closing, State::LastAck, State::TimeWait];
                done.contains(&row.socket.state)
            });
            closes(it)
                && before(it, |row| row.socket.options.linger0)
                && nothing_to_break_off
                && !extra(it, Flags::RST).is_empty()
        },
    },
    Mistake {
        name: "end_counts_as_unread",
        shows: |it| {
            closes(it)
                && before(it, |row| {
                    let socket = &row.socket;
                    socket.ended && socket.received.is_empty() && !socket.options.linger0
                })
                && !extra(it, Flags::RST).is_empty()
        },
    },
    Mistake {
        name: "always_a_fin",
        shows: |it| {
            closes(it)
                && before(it, |row| !row.socket.received.is_empty())
                && lacks(it, Flags::RST)
                && yours(it).is_some()
        },
    },
    Mistake {
        name: "linger_ignored",
        shows: |it| {
            closes(it)
                && before(it, |row| row.socket.options.linger0 && row.socket.received.is_empty())
                && (lacks(it, Flags::RST) || expected(it).is_none())
                && yours(it).is_some_and(|row| !in_state(row, State::Closed))
        },
    },
    // What becomes of the socket.
    Mistake {
        name: "close_needs_a_connection",
        shows: |it| closes(it) && it.returned("E", "sends"),
    },
    Mistake {
        name: "descriptor_stays",
        shows: |it| closes(it) && yours(it).is_some_and(|row| row.fd.is_some()),
    },
    Mistake {
        name: "linger_ends_time_wait",
        shows: |it| {
            closes(it)
                && before(it, |row| row.socket.options.linger0)
                && was(it, State::TimeWait)
                && yours(it).is_none()
        },
    },
    Mistake {
        name: "time_wait_closed_away",
        shows: |it| closes(it) && was(it, State::TimeWait) && yours(it).is_none(),
    },
    Mistake {
        name: "time_wait_begins_anew",
        shows: |it| {
            was(it, State::TimeWait)
                && yours(it).is_some_and(|row| timer(row).is_some())
                && expected(it).and_then(timer) != yours(it).and_then(timer)
        },
    },
    Mistake {
        name: "closed_stays",
        shows: |it| {
            closes(it)
                && (was(it, State::Listen) || was(it, State::Closed) || was(it, State::SynSent))
                && yours(it).is_some()
        },
    },
    Mistake {
        name: "broken_off_and_kept",
        shows: |it| {
            closes(it)
                && expected(it).is_none()
                && yours(it).is_some()
                && sent(it).is_none()
                && expected_reset(it)
        },
    },
    Mistake {
        name: "gone_at_once",
        shows: |it| {
            closes(it)
                && expected(it).is_some_and(|row| !in_state(row, State::TimeWait))
                && yours(it).is_none_or(|row| in_state(row, State::Closed))
                && extra(it, Flags::RST).is_empty()
                && !it.returned("E", "")
        },
    },
    Mistake { name: "always_fin_wait_1", shows: |it| becomes(it, State::LastAck, State::FinWait1) },
    Mistake {
        name: "waits_for_ever",
        shows: |it| {
            closes(it) && becomes(it, State::FinWait2, State::FinWait2) && lacks_a_timer(it)
        },
    },
    Mistake {
        name: "timed_from_the_fin_on",
        shows: |it| {
            it.any(|row| {
                let (yours, expected) = (&row.yours.socket, &row.expected.socket);
                let has_none = [State::FinWait1, State::Closing, State::LastAck];
                yours.timer.is_some()
                    && yours.state == expected.state
                    && has_none.contains(&expected.state)
            })
        },
    },
    // shutdown.
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
        name: "shutdown_of_an_attempt",
        shows: |it| shuts_down(it) && was(it, State::SynSent),
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
        name: "shutdown_after_the_peer_fails",
        shows: |it| shuts_down(it) && was(it, State::CloseWait) && it.returned("E", "sends"),
    },
    Mistake {
        name: "shutdown_without_a_peer",
        shows: |it| shuts_down(it) && it.returned("sends", "ENOTCONN"),
    },
    Mistake {
        name: "given_up_while_held",
        shows: |it| {
            shuts_down(it)
                && it.any(|row| {
                    in_state(row.yours, State::FinWait2)
                        && row.yours.fd.is_some()
                        && timer(row.yours).is_some()
                        && timer(row.expected).is_none()
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

/// What the program has sent in this step and what is right, where that differs.
fn sent(it: &Difference) -> Option<(&[Segment], &[Segment])> {
    it.sent().filter(|_| !it.returned("E", "") && !it.returned("", "E"))
}

/// What the program has sent with this flag, and should not have.
fn extra(it: &Difference, flag: Flags) -> Vec<&Segment> {
    let Some((yours, expected)) = sent(it) else { return Vec::new() };
    let is_extra = |segment: &&Segment| segment.flags.contains(flag) && !expected.contains(segment);
    yours.iter().filter(is_extra).collect()
}

/// Whether a segment with this flag should have been sent, and none was.
fn lacks(it: &Difference, flag: Flags) -> bool {
    let has = |segments: &[Segment]| segments.iter().any(|it| it.flags.contains(flag));
    sent(it).is_some_and(|(yours, expected)| has(expected) && !has(yours))
}

/// Whether an RST should have been sent.
fn expected_reset(it: &Difference) -> bool {
    let result = it.expected().result.as_ref();
    result.is_some_and(|result| result.segments().iter().any(|segment| segment.flags.rst))
}

/// Whether a segment goes to the peer of a socket.
fn is_for(segment: &Segment, row: &Row) -> bool {
    row.socket.remote == Some(segment.destination)
}

fn rows_before(it: &Difference) -> impl Iterator<Item = &Row> {
    it.before().into_iter().flat_map(|step| &step.rows)
}

/// What waited in the queue of the socket that the step is about.
fn waited(it: &Difference) -> impl Iterator<Item = &Row> {
    let queue = it.subject().and_then(|row| row.socket.backlog.as_ref());
    let waiting = queue.into_iter().flat_map(|queue| &queue.waiting);
    waiting.filter_map(|id| it.before()?.row(*id))
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

/// Whether a row has no timer where it should have one.
fn lacks_a_timer(it: &Difference) -> bool {
    it.any(|row| timer(row.yours).is_none() && timer(row.expected).is_some())
}

fn timer(row: &Row) -> Option<u32> {
    row.socket.timer
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
        let row = match rng.u8(..13) {
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
