//! A step at a connection that sends: how it was, what the program made of it, and what it should be.

use grader::Difference;
use netstack::{Operation, Returned, Segment, Sending, State};

/// The seconds of a timer that has begun, and the most.
pub const FIRST: Option<u32> = Some(1);
pub const MOST: Option<u32> = Some(120);

/// A step at a connection that sends: how it was, what the program made of it, and what it should be.
pub struct Seen<'a> {
    pub before: &'a Sending,
    pub yours: &'a Sending,
    pub expected: &'a Sending,
    /// The segments that were sent in this step, and those that should have been.
    pub mine: &'a [Segment],
    pub right: &'a [Segment],
}

/// Nothing if the connection does not send, or should be given up, or was; nor if it is what it receives
/// that is looked at.
pub fn seen(it: &Difference) -> Option<Seen<'_>> {
    let subject = it.subject().filter(|row| row.socket.receiving.is_none())?;
    let (yours, expected) = (it.yours()?, it.expected());
    let mine = yours.result.as_ref().map_or(&[][..], Returned::segments);
    let right = expected.result.as_ref().map_or(&[][..], Returned::segments);
    Some(Seen {
        before: subject.socket.sending.as_deref()?,
        yours: yours.row(subject.id)?.socket.sending.as_deref()?,
        expected: expected.row(subject.id)?.socket.sending.as_deref()?,
        mine,
        right,
    })
}

impl<'a> Seen<'a> {
    /// How many numbers were sent and not acknowledged.
    pub fn sent(&self) -> u32 {
        self.place(self.before.nxt)
    }

    /// How far behind `una` a number is.
    pub fn place(&self, number: u32) -> u32 {
        number.wrapping_sub(self.before.una)
    }

    /// How many bytes are in the buffer from this number on.
    pub fn left_from(&self, number: u32) -> usize {
        self.before.buffer.len().saturating_sub(self.place(number) as usize)
    }

    pub fn fin_was_sent(&self) -> bool {
        self.before.fin.is_some_and(|fin| is_behind(self.before.nxt, fin))
    }

    /// Whether a segment has bytes for which the peer has no room.
    pub fn is_beyond_the_window(&self, segment: &Segment) -> bool {
        !segment.data.is_empty() && self.place(end_of_data(segment)) > self.before.window
    }

    /// The first segment that should have been sent, if all before it was.
    pub fn kept_back(&self) -> Option<&'a Segment> {
        self.right.get(self.mine.len()).filter(|_| self.right.starts_with(self.mine))
    }

    /// The last segment that should have been sent, if it was, but for its FIN.
    pub fn lacks_a_fin(&self) -> Option<&'a Segment> {
        let (mine, right) = (self.mine.last()?, self.right.last()?);
        let is_the_same = self.mine.len() == self.right.len() && mine.data == right.data;
        Some(right).filter(|_| is_the_same && right.flags.fin && !mine.flags.fin)
    }

    /// The only segment that was sent and should not have been.
    pub fn extra(&self) -> Option<&'a Segment> {
        let is_last = self.mine.len() == self.right.len() + 1;
        self.mine.last().filter(|_| is_last && self.mine.starts_with(self.right))
    }

    /// Whether a small segment was kept back, and no FIN is in it.
    pub fn keeps_a_small_one(&self) -> bool {
        self.kept_back().is_some_and(|next| {
            !next.flags.fin && !next.data.is_empty() && next.data.len() < self.before.mss
        })
    }

    /// Whether a small segment was sent that should have waited for an ACK.
    pub fn sends_a_small_one(&self) -> bool {
        self.extra().is_some_and(|extra| {
            extra.seq != self.before.una
                && !extra.flags.fin
                && extra.data.len() < self.before.mss
                && extra.data.len() == self.left_from(extra.seq)
                && !self.is_beyond_the_window(extra)
        })
    }

    /// Whether only the numbers of the segments differ, and are these, made of the right ones.
    pub fn differs_in_seq(&self, seq: impl Fn(u32) -> u32) -> bool {
        let pairs = || self.mine.iter().zip(self.right);
        self.mine.len() == self.right.len()
            && pairs()
                .all(|(mine, right)| *mine == Segment { seq: seq(right.seq), ..right.clone() })
            && pairs().any(|(mine, right)| mine.seq != right.seq)
    }

    /// Whether the segment that is sent again differs only in its FIN, and should have it, or not.
    pub fn differs_in_the_fin(&self, should: bool) -> bool {
        let ([mine], [right]) = (self.mine, self.right) else { return false };
        let mut other = right.clone();
        other.flags.fin = !should;
        right.flags.fin == should && *mine == other
    }

    pub fn differs_in_the_timer(&self) -> bool {
        let as_expected = Sending { timer: self.expected.timer, ..self.yours.clone() };
        self.mine == self.right && self.yours != self.expected && as_expected == *self.expected
    }

    pub fn differs_in_the_tries(&self) -> bool {
        let as_expected = Sending { tries: self.expected.tries, ..self.yours.clone() };
        self.mine == self.right && self.yours != self.expected && as_expected == *self.expected
    }

    pub fn changes_nothing(&self) -> bool {
        self.yours == self.before
    }

    /// Whether only a segment without data should go out, because nothing is in flight.
    pub fn asks_for_the_window(&self) -> bool {
        self.sent() == 0 && self.right.iter().all(|right| right.length() == 0)
    }

    /// Whether bytes should go out because they have waited long enough, as many as fit.
    pub fn waits_for_more_room(&self) -> bool {
        self.sent() == 0 && self.before.window > 0 && !self.right.is_empty()
    }

    /// Which ACK it is: for what was never sent, for what was acknowledged before, the same number
    /// again, or one that acknowledges something.
    pub fn is_beyond(&self, ack: u32) -> bool {
        is_behind(ack, self.before.nxt)
    }

    pub fn is_old(&self, ack: u32) -> bool {
        is_behind(self.before.una, ack)
    }

    pub fn is_again(&self, ack: u32) -> bool {
        ack == self.before.una
    }

    pub fn is_news(&self, ack: u32) -> bool {
        is_behind(ack, self.before.una) && !self.is_beyond(ack)
    }
}

/// Whether one number comes behind another: they go round.
pub fn is_behind(a: u32, b: u32) -> bool {
    (a.wrapping_sub(b) as i32) > 0
}

/// The number behind the last byte of a segment.
pub fn end_of_data(segment: &Segment) -> u32 {
    segment.seq.wrapping_add(segment.data.len() as u32)
}

pub fn has_fin(segment: &Segment) -> bool {
    segment.flags.fin
}

pub fn goes_out(it: &Difference) -> bool {
    matches!(it.operation(), Some(Operation::Output { .. }))
}

pub fn expires(it: &Difference) -> bool {
    matches!(it.operation(), Some(Operation::Expires { .. }))
}

/// An ACK that arrives: what was made of it, the number that it acknowledges, and the window.
pub fn acks(it: &Difference) -> Option<(Seen<'_>, u32, u32)> {
    let Some(Operation::Arrives { segment, window, .. }) = it.operation() else { return None };
    Some((seen(it)?, segment.ack, *window))
}

pub fn was(it: &Difference, state: State) -> bool {
    it.subject().is_some_and(|row| row.socket.state == state)
}
