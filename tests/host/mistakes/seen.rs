//! What the rules ask about a step.

use grader::{Difference, Pair};
use netstack::{Flags, Operation, Row, Segment, Sending, Socket, State, Step};

/// Whether the step is such a call, and one of its own: no function of this exercise is called in it.
pub fn calls(it: &Difference, is_such: impl Fn(&Operation) -> bool) -> bool {
    it.yours().is_some() && it.operation().is_some_and(is_such)
}

/// The segment that arrives in this step.
pub fn arrives(it: &Difference) -> Option<&Segment> {
    it.arriving().filter(|_| it.yours().is_some())
}

pub fn has(it: &Difference, flags: Flags) -> bool {
    arrives(it).is_some_and(|segment| segment.flags.contains(flags))
}

/// Whether a SYN alone arrives.
pub fn is_syn(it: &Difference) -> bool {
    arrives(it).is_some_and(|segment| segment.flags == Flags::SYN)
}

pub fn has_data(it: &Difference) -> bool {
    arrives(it).is_some_and(|segment| !segment.data.is_empty())
}

/// The row of the socket that the step is about, before it, after it, and as it should be.
pub fn before(it: &Difference) -> Option<&Row> {
    it.subject()
}

pub fn yours(it: &Difference) -> Option<&Row> {
    it.yours()?.row(it.subject()?.id)
}

pub fn expected(it: &Difference) -> Option<&Row> {
    it.expected().row(it.subject()?.id)
}

pub fn was(it: &Difference, state: State) -> bool {
    arrives(it).is_some() && it.found().is_some_and(|row| row.socket.state == state)
}

/// Whether something should have been sent, and nothing was.
pub fn sends_nothing(it: &Difference) -> bool {
    it.sent().is_some_and(|(yours, right)| yours.is_empty() && !right.is_empty())
}

/// Whether a segment was sent that should not have been, with such flags.
pub fn sent(it: &Difference, is_such: impl Fn(Flags) -> bool) -> bool {
    it.sent().is_some_and(|(yours, right)| {
        yours.iter().any(|segment| is_such(segment.flags) && !right.contains(segment))
    })
}

/// Whether there is a half-open connection that should not be there.
pub fn has_new_copy(it: &Difference) -> bool {
    it.extra().iter().any(|row| row.socket.state == State::SynReceived)
}

/// Whether what a new copy can send is not as it should be, in this way, and nothing else of it.
pub fn new_copy_differs(
    it: &Difference,
    differs: impl Fn(Option<&Sending>, &Sending) -> bool,
) -> bool {
    let is_new = |row: &Row| it.before().is_some_and(|before| before.row(row.id).is_none());
    it.any(|Pair { yours, expected }| {
        is_new(expected)
            && expected.socket.state == State::SynReceived
            && without_sending(yours) == without_sending(expected)
            && sending(expected).is_some_and(|right| differs(sending(yours), right))
    })
}

pub fn without_sending(row: &Row) -> Socket {
    Socket { sending: None, ..row.socket.clone() }
}

pub fn sending(row: &Row) -> Option<&Sending> {
    row.socket.sending.as_deref()
}

pub fn fin(row: &Row) -> Option<u32> {
    sending(row)?.fin
}

/// Whether the peer has all that was sent, the FIN included.
pub fn has_all(row: &Row) -> bool {
    sending(row).is_none_or(|it| it.fin.is_some_and(|fin| it.una == fin.wrapping_add(1)))
}

/// Whether what arrives acknowledges more than was sent.
pub fn acknowledges_too_much(it: &Difference) -> bool {
    let Some(segment) = arrives(it) else { return false };
    let is_beyond = |it: &Sending| segment.ack.wrapping_sub(it.nxt).cast_signed() > 0;
    before(it).and_then(sending).is_some_and(is_beyond)
}

pub fn data_is_missing(it: &Difference) -> bool {
    it.any(|row| row.yours.socket.received.len() < row.expected.socket.received.len())
}

/// Whether a listening socket's queue has no room.
pub fn is_full(row: &Row) -> bool {
    let queue = row.socket.backlog.as_ref();
    queue.is_some_and(|queue| queue.waiting.len() > queue.limit as usize)
}

/// Whether a socket listens where the segment goes.
pub fn somebody_listens(it: &Difference) -> bool {
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
pub fn is_not_next(it: &Difference) -> bool {
    let right = it.expected().result.as_ref().map_or(&[][..], |result| result.segments());
    let receiving = before(it).and_then(|row| row.socket.receiving);
    let Some((segment, receiving)) = arrives(it).zip(receiving) else { return false };
    segment.flags.ack
        && expected(it) == before(it)
        && right.iter().any(|answer| answer.ack == receiving.nxt && answer.flags == Flags::ACK)
}

/// Whether the segment has changed a connection with other four values than its own, and should not
/// have.
pub fn another_has_got_it(it: &Difference, segment: &Segment) -> bool {
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
pub fn ends(it: &Difference) -> bool {
    calls(it, |it| matches!(it, Operation::Close { .. } | Operation::Shutdown { .. }))
}

pub fn expires(it: &Difference) -> bool {
    calls(it, |it| matches!(it, Operation::Expires { .. }))
}

/// Whether a connection packet for a listening socket with room was refused, as if nobody were there.
pub fn nobody_has_got_it(it: &Difference) -> bool {
    let has_room = |row: &Row| row.socket.state == State::Listen && !is_full(row);
    let rows = |step: Option<&Step>| step.map(|step| step.rows.clone());
    is_syn(it)
        && it.found().is_some_and(has_room)
        && refuses(it)
        && rows(it.yours()) == rows(it.before())
}

/// Whether an RST was sent that should not have been, or not so.
pub fn refuses(it: &Difference) -> bool {
    sent(it, |flags| flags.rst)
}

/// Whether nothing should have been sent.
pub fn expects_nothing(it: &Difference) -> bool {
    it.expected().result.as_ref().is_some_and(|it| it.segments().is_empty())
}

/// Whether a segment arrives that is for all steps of `connected`.
pub fn is_for_connected(it: &Difference) -> bool {
    let others =
        [State::Listen, State::SynReceived, State::SynSent, State::TimeWait, State::Closed];
    it.found().is_some_and(|row| !others.contains(&row.socket.state))
        && arrives(it).is_some_and(|segment| !segment.flags.rst && !segment.flags.syn)
}

/// Whether the number that is sent next has moved, and should not have.
pub fn has_moved_on(it: &Difference) -> bool {
    it.any(|row| match (sending(row.yours), sending(row.expected)) {
        (Some(yours), Some(right)) => yours.nxt != right.nxt,
        _ => false,
    })
}

/// Whether a socket that could not send before can send now, and what it can send is not as it should be
/// in this way. Nothing else of its row differs.
pub fn begins_to_send(
    it: &Difference,
    differs: impl Fn(Option<&Sending>, &Sending) -> bool,
) -> bool {
    let could_send =
        |row: &Row| it.before().and_then(|it| it.row(row.id)).and_then(sending).is_some();
    it.any(|Pair { yours, expected }| {
        !could_send(expected)
            && without_sending(yours) == without_sending(expected)
            && sending(expected).is_some_and(|right| differs(sending(yours), right))
    })
}

/// Whether the socket that the step is about is in a queue of this table.
pub fn waits_in(table: Option<&Step>, it: &Difference) -> bool {
    let Some(id) = it.subject().map(|row| row.id) else { return false };
    table.is_some_and(|table| table.rows.iter().any(|row| row.queue().contains(&id)))
}

/// Whether the connection that the step is about is in a queue, and in that of another socket than it
/// should: in that of the one that a lookup would find now.
pub fn waits_elsewhere(it: &Difference) -> bool {
    let Some(subject) = it.subject() else { return false };
    let has_it = |row: &Row| row.queue().contains(&subject.id);
    let is_at = |row: &Row| row.socket.local == subject.socket.local;
    let listens_there = it.yours().is_some_and(|table| {
        table.rows.iter().any(|row| row.socket.state == State::Listen && is_at(row))
    });
    it.any(|row| has_it(row.yours) && !has_it(row.expected) && (is_at(row.yours) || !listens_there))
        && it.any(|row| has_it(row.expected) && !has_it(row.yours))
}

/// The window that came with the segment.
pub fn came_with(it: &Difference) -> Option<u32> {
    match it.operation()? {
        Operation::Arrives { window, .. } => Some(*window),
        _ => None,
    }
}
