//! How each known mistake of `21_host` shows in a trace.

use grader::{Difference, Mistake, Pair};
use netstack::{Flags, Operation, Row, Segment, Sending, Socket, State};

/// What shows on the real kernel alone.
pub const SEEN: &[&str] = &["copies_are_kept"];

/// The most telling first: the first that shows is the one that is named.
pub const MISTAKES: &[Mistake] = &[
    // Only one function is called in these steps, and it is another exercise's.
    Mistake { name: "in_socket", shows: |it| calls(it, |it| matches!(it, Operation::Socket)) },
    Mistake {
        name: "in_sharing",
        shows: |it| calls(it, |it| matches!(it, Operation::Bind { .. })),
    },
    Mistake {
        name: "in_listen",
        shows: |it| calls(it, |it| matches!(it, Operation::Listen { .. })),
    },
    Mistake {
        name: "in_accept",
        shows: |it| calls(it, |it| matches!(it, Operation::Accept { .. })),
    },
    Mistake {
        name: "in_ports",
        shows: |it| calls(it, |it| matches!(it, Operation::Connect { .. })),
    },
    Mistake {
        name: "in_deliver",
        shows: |it| calls(it, |it| matches!(it, Operation::Recv { .. })),
    },
    Mistake {
        name: "in_send",
        shows: |it| calls(it, |it| matches!(it, Operation::Send { .. } | Operation::Output { .. })),
    },
    Mistake {
        name: "in_teardown",
        shows: |it| calls(it, |it| matches!(it, Operation::Pass { .. })),
    },
    Mistake {
        name: "in_lookup",
        shows: |it| arrives(it).is_some_and(|segment| another_has_got_it(it, segment)),
    },
    // Nobody, and those who listen.
    Mistake {
        name: "nobody_is_silent",
        shows: |it| arrives(it).is_some() && it.found().is_none() && sends_nothing(it),
    },
    Mistake {
        name: "a_listener_is_silent",
        shows: |it| was(it, State::Listen) && !is_syn(it) && sends_nothing(it),
    },
    Mistake {
        name: "any_syn_begins",
        shows: |it| was(it, State::Listen) && !is_syn(it) && has_new_copy(it),
    },
    Mistake {
        name: "the_queue_is_not_asked",
        shows: |it| is_syn(it) && has_new_copy(it) && it.found().is_some_and(is_full),
    },
    Mistake {
        name: "a_full_queue_refuses",
        shows: |it| is_syn(it) && it.found().is_some_and(is_full) && sent(it, |flags| flags.rst),
    },
    Mistake {
        name: "a_copy_cannot_send",
        shows: |it| new_copy_differs(it, |yours, _| yours.is_none()),
    },
    Mistake {
        name: "numbers_begin_with_zero",
        shows: |it| {
            new_copy_differs(it, |yours, _| yours.is_some_and(|it| (it.una, it.nxt) == (0, 0)))
        },
    },
    Mistake {
        name: "the_window_is_forgotten",
        shows: |it| {
            new_copy_differs(it, |yours, right| {
                yours.is_some_and(|it| *right == Sending { window: right.window, ..it.clone() })
            })
        },
    },
    // Half-open connections.
    Mistake {
        name: "half_open_resets_are_ignored",
        shows: |it| was(it, State::SynReceived) && has(it, Flags::RST) && yours(it).is_some(),
    },
    Mistake {
        name: "a_second_copy",
        shows: |it| was(it, State::SynReceived) && is_syn(it) && has_new_copy(it),
    },
    Mistake {
        name: "a_syn_again_is_dropped",
        shows: |it| was(it, State::SynReceived) && has(it, Flags::SYN) && sends_nothing(it),
    },
    Mistake {
        name: "no_ack_is_needed",
        shows: |it| {
            let Some(segment) = arrives(it) else { return false };
            let Flags { syn, ack, rst, .. } = segment.flags;
            was(it, State::SynReceived)
                && !(syn || ack || rst)
                && yours(it).is_none_or(|row| row.socket.state != State::SynReceived)
        },
    },
    Mistake {
        name: "the_copy_stays_half_open",
        shows: |it| {
            was(it, State::SynReceived)
                && expected(it).is_none()
                && yours(it).is_some_and(|row| row.socket.state == State::SynReceived)
                && !has(it, Flags::RST)
        },
    },
    Mistake {
        name: "whoever_listens_there",
        shows: |it| {
            was(it, State::SynReceived)
                && expected(it).is_none()
                && yours(it).is_some()
                && somebody_listens(it)
        },
    },
    Mistake {
        name: "the_client_is_not_told",
        shows: |it| {
            was(it, State::SynReceived)
                && expected(it).is_none()
                && yours(it).is_none()
                && !has(it, Flags::RST)
                && sends_nothing(it)
        },
    },
    Mistake {
        name: "a_full_queue_ends_it",
        shows: |it| {
            was(it, State::SynReceived)
                && has(it, Flags::ACK)
                && expected(it).is_some_and(|row| row.socket.state == State::SynReceived)
                && yours(it).is_none()
        },
    },
    Mistake {
        name: "the_last_acks_data_is_lost",
        shows: |it| {
            let nothing = |row: &Row| {
                let socket = &row.socket;
                socket.state == State::Established && socket.received.is_empty() && !socket.ended
            };
            was(it, State::SynReceived) && yours(it).is_some_and(nothing) && sends_nothing(it)
        },
    },
    // The host as a client.
    Mistake {
        name: "a_client_cannot_send",
        shows: |it| {
            was(it, State::SynSent)
                && it.any(|row| sending(row.yours).is_none() && sending(row.expected).is_some())
        },
    },
    // TIME_WAIT.
    Mistake {
        name: "refused_in_time_wait",
        shows: |it| {
            was(it, State::TimeWait)
                && is_syn(it)
                && sent(it, |flags| flags.rst)
                && it.expected().result.as_ref().is_some_and(|it| it.segments().is_empty())
        },
    },
    Mistake {
        name: "time_wait_answers_a_syn",
        shows: |it| was(it, State::TimeWait) && is_syn(it) && sent(it, |flags| flags == Flags::ACK),
    },
    Mistake {
        name: "over_means_gone",
        shows: |it| {
            was(it, State::TimeWait)
                && is_syn(it)
                && it.missing().iter().any(|row| row.socket.state == State::Closed)
        },
    },
    Mistake {
        name: "time_wait_keeps_its_row",
        shows: |it| {
            was(it, State::TimeWait)
                && is_syn(it)
                && yours(it).is_some_and(|row| row.socket.state == State::TimeWait)
                && expected(it).is_none_or(|row| row.socket.state != State::TimeWait)
        },
    },
    // A connection.
    Mistake {
        name: "a_reset_is_acknowledged_first",
        shows: |it| {
            let (before, sends_ack) = (before(it), sent(it, |flags| flags == Flags::ACK));
            (has(it, Flags::RST) || has(it, Flags::SYN))
                && has(it, Flags::ACK)
                && before.is_some_and(|row| sending(row).is_some())
                && (sends_ack || it.any(|row| sending(row.yours) != sending(row.expected)))
        },
    },
    Mistake { name: "what_comes_twice_counts", shows: |it| is_not_next(it) },
    Mistake {
        name: "received_is_not_asked",
        shows: |it| {
            let receiving = |row: Option<&Row>| row.and_then(|row| row.socket.receiving);
            let before = receiving(before(it));
            let is_still = receiving(yours(it)) == before && receiving(expected(it)) != before;
            arrives(it).is_some() && before.is_some() && (is_not_next(it) || is_still)
        },
    },
    Mistake {
        name: "the_whole_segment_counts",
        shows: |it| {
            it.any(|row| {
                let (yours, right) = (&row.yours.socket, &row.expected.socket);
                yours.receiving.is_some()
                    && yours.receiving == right.receiving
                    && (yours.received.len() > right.received.len()
                        || (yours.ended && !right.ended))
            })
        },
    },
    Mistake {
        name: "what_was_never_sent_is_believed",
        shows: |it| {
            let Some(segment) = arrives(it) else { return false };
            let Flags { syn, ack, rst, .. } = segment.flags;
            let is_beyond = |it: &Sending| segment.ack.wrapping_sub(it.nxt).cast_signed() > 0;
            ack && !syn
                && !rst
                && before(it).and_then(sending).is_some_and(is_beyond)
                && (yours(it) != before(it) || it.results().is_some())
        },
    },
    Mistake {
        name: "acknowledgements_are_not_counted",
        shows: |it| {
            let before = before(it).and_then(sending);
            has(it, Flags::ACK)
                && before.is_some()
                && yours(it).and_then(sending) == before
                && (expected(it).and_then(sending) != before || acknowledges_too_much(it))
        },
    },
    Mistake {
        name: "an_ack_acknowledges_all",
        shows: |it| {
            let waits = [State::FinWait1, State::Closing, State::LastAck];
            let is_done =
                |row: &Row| [State::FinWait2, State::TimeWait].contains(&row.socket.state);
            has(it, Flags::ACK)
                && expected(it).is_some_and(|row| waits.contains(&row.socket.state))
                && yours(it).is_none_or(is_done)
        },
    },
    Mistake {
        name: "no_ack_ends_anything",
        shows: |it| {
            let waits = [State::FinWait1, State::Closing, State::LastAck];
            let is_waiting = |row: &Row| waits.contains(&row.socket.state);
            has(it, Flags::ACK)
                && yours(it).is_some_and(|row| is_waiting(row) && has_all(row))
                && !expected(it).is_some_and(is_waiting)
        },
    },
    Mistake {
        name: "the_fin_is_overlooked",
        shows: |it| {
            has(it, Flags::FIN)
                && yours(it).is_some_and(|row| row.socket.state == State::Established)
                && expected(it).is_some_and(|row| row.socket.state == State::CloseWait)
        },
    },
    Mistake {
        name: "a_fin_has_no_data",
        shows: |it| has(it, Flags::FIN) && has_data(it) && data_is_missing(it),
    },
    Mistake {
        name: "acknowledged_without_delivering",
        shows: |it| has_data(it) && data_is_missing(it),
    },
    // The end.
    Mistake {
        name: "the_end_overtakes_the_data",
        shows: |it| {
            ends(it)
                && sent(it, |flags| flags.fin)
                && it.any(|row| fin(row.yours).is_none() && fin(row.expected).is_some())
        },
    },
    Mistake {
        name: "the_end_is_sent_twice",
        shows: |it| ends(it) && sent(it, |flags| flags.fin) && it.pairs().is_empty(),
    },
    Mistake {
        name: "the_end_is_the_next_number",
        shows: |it| {
            ends(it)
                && it.any(|row| {
                    fin(row.yours) != fin(row.expected)
                        && fin(row.yours) == sending(row.yours).map(|it| it.nxt)
                })
        },
    },
    Mistake {
        name: "a_reset_waits_too",
        shows: |it| {
            let resets = |segment: &Segment| segment.flags.rst;
            ends(it)
                && it
                    .sent()
                    .is_some_and(|(yours, right)| yours.is_empty() && right.iter().any(resets))
        },
    },
    Mistake {
        name: "who_is_given_up_stays",
        shows: |it| expires(it) && it.extra().iter().any(|row| row.socket.state == State::Closed),
    },
    Mistake {
        name: "who_is_given_up_goes",
        shows: |it| expires(it) && it.missing().iter().any(|row| row.socket.state == State::Closed),
    },
];

/// Whether the step is such a call, and one of its own: no function of this exercise is called in it.
fn calls(it: &Difference, is_such: impl Fn(&Operation) -> bool) -> bool {
    it.yours().is_some() && it.operation().is_some_and(is_such)
}

/// The segment that arrives in this step.
fn arrives(it: &Difference) -> Option<&Segment> {
    it.arriving().filter(|_| it.yours().is_some())
}

fn has(it: &Difference, flags: Flags) -> bool {
    arrives(it).is_some_and(|segment| segment.flags.contains(flags))
}

/// Whether a SYN alone arrives.
fn is_syn(it: &Difference) -> bool {
    arrives(it).is_some_and(|segment| segment.flags == Flags::SYN)
}

fn has_data(it: &Difference) -> bool {
    arrives(it).is_some_and(|segment| !segment.data.is_empty())
}

/// The row of the socket that the step is about, before it, after it, and as it should be.
fn before(it: &Difference) -> Option<&Row> {
    it.subject()
}

fn yours(it: &Difference) -> Option<&Row> {
    it.yours()?.row(it.subject()?.id)
}

fn expected(it: &Difference) -> Option<&Row> {
    it.expected().row(it.subject()?.id)
}

fn was(it: &Difference, state: State) -> bool {
    arrives(it).is_some() && it.found().is_some_and(|row| row.socket.state == state)
}

/// Whether something should have been sent, and nothing was.
fn sends_nothing(it: &Difference) -> bool {
    it.sent().is_some_and(|(yours, right)| yours.is_empty() && !right.is_empty())
}

/// Whether a segment was sent that should not have been, with such flags.
fn sent(it: &Difference, is_such: impl Fn(Flags) -> bool) -> bool {
    it.sent().is_some_and(|(yours, right)| {
        yours.iter().any(|segment| is_such(segment.flags) && !right.contains(segment))
    })
}

/// Whether there is a half-open connection that should not be there.
fn has_new_copy(it: &Difference) -> bool {
    it.extra().iter().any(|row| row.socket.state == State::SynReceived)
}

/// Whether what a new copy can send is not as it should be, in this way, and nothing else of it.
fn new_copy_differs(it: &Difference, differs: impl Fn(Option<&Sending>, &Sending) -> bool) -> bool {
    let is_new = |row: &Row| it.before().is_some_and(|before| before.row(row.id).is_none());
    it.any(|Pair { yours, expected }| {
        is_new(expected)
            && expected.socket.state == State::SynReceived
            && without_sending(yours) == without_sending(expected)
            && sending(expected).is_some_and(|right| differs(sending(yours), right))
    })
}

fn without_sending(row: &Row) -> Socket {
    Socket { sending: None, ..row.socket.clone() }
}

fn sending(row: &Row) -> Option<&Sending> {
    row.socket.sending.as_deref()
}

fn fin(row: &Row) -> Option<u32> {
    sending(row)?.fin
}

/// Whether the peer has all that was sent, the FIN included.
fn has_all(row: &Row) -> bool {
    sending(row).is_none_or(|it| it.fin.is_some_and(|fin| it.una == fin.wrapping_add(1)))
}

/// Whether what arrives acknowledges more than was sent.
fn acknowledges_too_much(it: &Difference) -> bool {
    let Some(segment) = arrives(it) else { return false };
    let is_beyond = |it: &Sending| segment.ack.wrapping_sub(it.nxt).cast_signed() > 0;
    before(it).and_then(sending).is_some_and(is_beyond)
}

fn data_is_missing(it: &Difference) -> bool {
    it.any(|row| row.yours.socket.received.len() < row.expected.socket.received.len())
}

/// Whether a listening socket's queue has no room.
fn is_full(row: &Row) -> bool {
    let queue = row.socket.backlog.as_ref();
    queue.is_some_and(|queue| queue.waiting.len() > queue.limit as usize)
}

/// Whether a socket listens where the segment goes.
fn somebody_listens(it: &Difference) -> bool {
    let (Some(segment), Some(before)) = (arrives(it), it.before()) else { return false };
    before.rows.iter().any(|row| {
        let is_there = |local: std::net::SocketAddrV4| {
            local == segment.destination
                || (local.ip().is_unspecified() && local.port() == segment.destination.port())
        };
        row.socket.state == State::Listen && row.socket.local.is_some_and(is_there)
    })
}

/// Whether the segment is not what comes next, and did something all the same: the right answer to it
/// has all numbers, and changes nothing.
fn is_not_next(it: &Difference) -> bool {
    let right = it.expected().result.as_ref().map_or(&[][..], |result| result.segments());
    let receiving = before(it).and_then(|row| row.socket.receiving);
    let Some((segment, receiving)) = arrives(it).zip(receiving) else { return false };
    segment.flags.ack
        && expected(it) == before(it)
        && right.iter().any(|answer| answer.ack == receiving.nxt && answer.flags == Flags::ACK)
}

/// Whether the segment has changed a connection with other four values than its own, and should not
/// have.
fn another_has_got_it(it: &Difference, segment: &Segment) -> bool {
    let is_another = |row: &Row| {
        row.socket.remote.is_some()
            && (row.socket.local, row.socket.remote)
                != (Some(segment.destination), Some(segment.source))
    };
    let was = |row: &Row| it.before().and_then(|before| before.row(row.id)) == Some(row);
    let is_another = |row: &Row| is_another(row) && was(row);
    // A SYN for a connection that is not there yet was taken for one that comes again.
    let is_known = segment.flags == Flags::SYN
        && it.found().is_some_and(|row| row.socket.state == State::Listen)
        && it.results().is_none()
        && it.pairs().is_empty()
        && it.missing().iter().any(|row| row.socket.state == State::SynReceived);
    is_known || it.any(|row| is_another(row.expected)) || it.missing().into_iter().any(is_another)
}

/// Whether the program ends its side of a connection in this step.
fn ends(it: &Difference) -> bool {
    calls(it, |it| matches!(it, Operation::Close { .. } | Operation::Shutdown { .. }))
}

fn expires(it: &Difference) -> bool {
    calls(it, |it| matches!(it, Operation::Expires { .. }))
}
