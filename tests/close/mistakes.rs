//! How each known mistake of `13_close` shows in a trace.

use grader::{Difference, Mistake};
use netstack::{Flags, Operation, Returned, Row, Segment, State};

/// The most telling first: the first that shows is the one that is named.
pub const MISTAKES: &[Mistake] = &[
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
        name: "the_others_queue_goes_too",
        shows: |it| {
            let waits = |id| rows_before(it).any(|row| row.queue().contains(&id));
            closes_the_listener(it)
                && it.missing().iter().any(|row| row.fd.is_none() && waits(row.id))
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
        name: "unread_in_time_wait",
        shows: |it| {
            closes(it)
                && was(it, State::TimeWait)
                && before(it, |row| !row.socket.received.is_empty())
                && !extra(it, Flags::RST).is_empty()
        },
    },
    Mistake {
        name: "linger_always_resets",
        shows: |it| {
            let nothing_to_break_off = before(it, |row| {
                use State::{Closed, Closing, LastAck, SynSent, TimeWait};
                let done = [Closed, SynSent, Closing, LastAck, TimeWait];
                done.contains(&row.socket.state) && row.socket.received.is_empty()
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
    Mistake { name: "close_tells_the_error", shows: |it| closes(it) && tells_the_error(it) },
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
                && !it.returned("E", "")
                && yours(it).is_some_and(|row| !in_state(row, State::Closed))
        },
    },
    // What becomes of the socket.
    Mistake {
        name: "close_needs_a_connection",
        shows: |it| closes(it) && !is_connected(it) && it.returned("E", "sends"),
    },
    Mistake {
        name: "close_after_shutdown_fails",
        shows: |it| {
            closes(it) && has_sent_a_fin(it) && is_connected(it) && it.returned("E", "sends")
        },
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
            closes(it)
                && was(it, State::TimeWait)
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
        name: "broken_off_in_silence",
        shows: |it| {
            closes(it)
                && !was(it, State::Listen)
                && lacks(it, Flags::RST)
                && expected(it).is_none()
                && yours(it).is_none()
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
    Mistake {
        name: "own_fin_is_the_end",
        shows: |it| {
            closes(it) && it.any(|row| row.yours.socket.ended && !row.expected.socket.ended)
        },
    },
    Mistake { name: "always_fin_wait_1", shows: |it| becomes(it, State::LastAck, State::FinWait1) },
    Mistake {
        name: "closing_for_the_second",
        shows: |it| becomes(it, State::LastAck, State::Closing),
    },
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
        name: "shutdown_breaks_off",
        shows: |it| {
            let reason = |row: &Row| !row.socket.received.is_empty() || row.socket.options.linger0;
            shuts_down(it) && before(it, reason) && !extra(it, Flags::RST).is_empty()
        },
    },
    Mistake { name: "shutdown_tells_the_error", shows: |it| shuts_down(it) && tells_the_error(it) },
    Mistake {
        name: "shutdown_frees_the_descriptor",
        shows: |it| {
            shuts_down(it)
                && expected(it).is_some_and(|row| row.fd.is_some())
                && yours(it).is_some_and(|row| row.fd.is_none())
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
        name: "shutdown_of_a_half_open",
        shows: |it| {
            // Who returns an error may do so for another reason.
            let several = it.is_other || !it.others.is_empty();
            shuts_down(it) && was(it, State::SynReceived) && (several || !it.returned("E", ""))
        },
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

/// Whether the program returned the socket's own error, and should not have.
fn tells_the_error(it: &Difference) -> bool {
    let error = it.subject().and_then(|row| row.socket.error);
    it.results().is_some_and(|(yours, _)| error.is_some_and(|it| *yours == Returned::Error(it)))
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

/// Whether there is a connection, for the program too.
fn is_connected(it: &Difference) -> bool {
    use State::{Closed, Listen, SynSent, TimeWait};
    let without = [Closed, Listen, SynSent, TimeWait];
    before(it, |row| !without.contains(&row.socket.state))
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
