//! What the rules of `14_teardown` ask of a step.

use grader::Difference;
use netstack::{Errno, Flags, Operation, Row, Segment, State};

/// Whether the connection at which the segment has arrived is in none of its last states.
pub fn goes_on(it: &Difference) -> bool {
    yours(it).is_some_and(|row| !in_state(row, State::Closed))
}

/// Whether a row should have gone, and is there as CLOSED.
pub fn orphan_stays(it: &Difference) -> bool {
    it.extra().iter().any(|row| in_state(row, State::Closed) && row.fd.is_none())
}

/// How many seconds pass in this step.
pub fn passes(it: &Difference) -> Option<u32> {
    match it.operation()? {
        Operation::Pass { seconds } => Some(*seconds),
        _ => None,
    }
}

/// The timers before the step, each with the row after it, as the program left it.
pub fn ages(it: &Difference) -> impl Iterator<Item = (u32, Option<&Row>)> {
    let rows = it.before().into_iter().flat_map(|step| &step.rows);
    rows.filter_map(|row| Some((timer(row)?, it.yours()?.row(row.id))))
}

/// The connections whose time is over after this step, and whether the program has ended each.
fn over(it: &Difference) -> impl Iterator<Item = (&Row, bool)> {
    let rows = it.before().into_iter().flat_map(|step| &step.rows);
    let seconds = passes(it);
    let over = rows.filter(move |row| timer(row).is_some_and(|left| Some(left) <= seconds));
    over.filter_map(|row| {
        let yours = it.yours()?.row(row.id);
        Some((row, yours.is_none_or(|row| in_state(row, State::Closed))))
    })
}

/// Whether the time of several connections is over, and one of them has ended.
pub fn ends_one_of_several(it: &Difference) -> bool {
    over(it).count() > 1 && over(it).filter(|(_, has_ended)| *has_ended).count() == 1
}

/// Whether just those have ended that no program holds.
pub fn ends_no_held_one(it: &Difference) -> bool {
    over(it).all(|(row, has_ended)| has_ended == row.fd.is_none())
}

/// Whether just those have ended that were in TIME_WAIT.
pub fn ends_time_wait_alone(it: &Difference) -> bool {
    over(it).all(|(row, has_ended)| has_ended == in_state(row, State::TimeWait))
}

/// Whether a segment with this flag arrives.
pub fn arrives(it: &Difference, flag: Flags) -> bool {
    it.arriving().is_some_and(|segment| segment.flags.contains(flag))
}

/// Whether a FIN arrives. One without ACK is a rare thing: if only such ones are treated wrongly, the others are
/// known.
pub fn a_fin_arrives(it: &Difference) -> bool {
    let with_an_ack = |it: &Difference| arrives(it, Flags::FIN | Flags::ACK);
    arrives(it, Flags::FIN) && it.is_shown_by(with_an_ack)
}

/// Whether a FIN with an ACK was answered before this step.
pub fn has_answered_a_fin(it: &Difference) -> bool {
    it.yours.steps[..it.step].iter().any(|step| {
        let segment = step.operation().and_then(Operation::segment);
        segment.is_some_and(|it| it.flags == Flags::FIN | Flags::ACK)
            && step.result.as_ref().is_some_and(|result| !result.segments().is_empty())
    })
}

/// Whether a connection packet arrives.
pub fn syn_arrives(it: &Difference) -> bool {
    arrives(it, Flags::SYN) && !arrives(it, Flags::RST)
}

/// Whether a segment with data arrives.
pub fn has_data(it: &Difference) -> bool {
    it.arriving().is_some_and(|segment| !segment.data.is_empty())
}

/// How many segments with this flag the program has sent in this step, and how many are right.
pub fn sent(it: &Difference, flag: Flags) -> Option<(usize, usize)> {
    let count = |segments: &[Segment]| segments.iter().filter(|it| it.flags.contains(flag)).count();
    it.sent().map(|(yours, expected)| (count(yours), count(expected)))
}

pub fn sends_more(it: &Difference, flag: Flags) -> bool {
    sent(it, flag).is_some_and(|(yours, expected)| yours > expected)
}

pub fn sends_less(it: &Difference, flag: Flags) -> bool {
    sent(it, flag).is_some_and(|(yours, expected)| yours < expected)
}

/// The same socket's row after the step, as the program left it.
pub fn yours(it: &Difference) -> Option<&Row> {
    it.yours()?.row(it.subject()?.id)
}

/// The same socket's row after the step, as it should be.
pub fn expected(it: &Difference) -> Option<&Row> {
    it.expected().row(it.subject()?.id)
}

/// Whether the socket that the step is about was like this before.
pub fn before(it: &Difference, like: impl Fn(&Row) -> bool) -> bool {
    it.subject().is_some_and(like)
}

pub fn was(it: &Difference, state: State) -> bool {
    before(it, |row| in_state(row, state))
}

/// Whether the socket that the step is about waited to be accepted.
pub fn waits_in_a_queue(it: &Difference) -> bool {
    let (Some(subject), Some(before)) = (it.subject(), it.before()) else { return false };
    let mut queues = before.rows.iter().filter_map(|row| row.socket.backlog.as_ref());
    queues.any(|queue| queue.waiting.contains(&subject.id))
}

pub fn in_state(row: &Row, state: State) -> bool {
    row.socket.state == state
}

/// Whether a row is in the state `yours` where `expected` was right.
pub fn becomes(it: &Difference, expected: State, yours: State) -> bool {
    it.any(|row| in_state(row.expected, expected) && in_state(row.yours, yours))
}

/// Whether a row has this error where another one was right.
pub fn error_is(it: &Difference, error: Option<Errno>) -> bool {
    it.any(|row| row.yours.socket.error == error && row.expected.socket.error != error)
}

pub fn timer(row: &Row) -> Option<u32> {
    row.socket.timer
}
