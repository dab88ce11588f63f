//! One connection's numbers, and what has come too early.
//!
//! On the wire both sides begin with a number of their choice (RFC 9293, section 3.4.1). The host's
//! functions see numbers that begin with 0, as Wireshark shows them: a SYN is 0, the first byte is 1.

use netstack::{Flags, Receiving, Segment};

use crate::packet::Packet;

/// How many bytes this side takes that the program has not read. More would need a window scale.
pub const WINDOW: u32 = u16::MAX as u32;

/// The largest segment that this side takes: what is left of 1,500 bytes behind two headers.
const MSS: u16 = 1460;

/// What the peer takes if it does not say it (RFC 9293, section 3.7.1).
const DEFAULT_MSS: u16 = 536;

/// What the wire knows of a connection.
#[derive(Debug)]
pub struct Connection {
    /// The number of this side's SYN (ISS).
    ours: u32,
    /// The number of the peer's SYN (IRS).
    theirs: u32,
    /// What this side sends next (SND.NXT).
    next: u32,
    /// What the host's row expected of the peer when it was looked at last.
    expects: Receiving,
    /// Up to where the peer knows that it may send.
    edge: u32,
    /// What came too early. There is no more of it than the window takes.
    early: Vec<Segment>,
    /// The largest segment that the peer takes.
    pub mss: u16,
}

/// What becomes of a segment that has come.
#[derive(Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The host gets it, with the numbers that it sees.
    Take(Segment),
    /// The peer is told what this side expects.
    Answer,
    /// It is dropped.
    Drop,
}

impl Connection {
    /// The connection that a SYN asks for.
    pub fn new(ours: u32, syn: &Packet) -> Self {
        Self {
            ours,
            theirs: syn.segment.seq,
            next: 1,
            expects: Receiving { nxt: 1, window: WINDOW },
            edge: 1 + WINDOW,
            early: Vec::new(),
            mss: syn.mss.unwrap_or(DEFAULT_MSS).min(MSS),
        }
    }

    /// What the host's row expects of the peer. The answer to what ends a connection has it too, and then
    /// there is no row any more.
    pub fn look(&mut self, receiving: Option<Receiving>) {
        self.expects = receiving.unwrap_or(self.expects);
    }

    /// Whether this is the SYN that the connection began with, once more.
    pub fn began_with(&self, segment: &Segment) -> bool {
        segment.flags == Flags::SYN && segment.seq == self.theirs
    }

    /// Whether a SYN has a number behind all that the peer has sent: it begins a new connection
    /// (RFC 6191, section 2).
    pub fn is_behind(&self, syn: &Segment) -> bool {
        distance(self.expects.nxt, self.seen(syn).seq) > 0
    }

    /// What becomes of a segment that has come (RFC 9293, section 3.10.7.4).
    pub fn judge(&mut self, segment: &Segment) -> Verdict {
        let Flags { syn, ack, rst, .. } = segment.flags;
        let segment = self.seen(segment);
        let Receiving { nxt, window } = self.expects;
        let ahead = distance(nxt, segment.seq);
        let is_in_window = ahead >= 0 && ahead.unsigned_abs() < window;
        match () {
            // Who only guesses the numbers must not be able to end a connection (RFC 5961, section 3).
            () if rst && ahead == 0 => Verdict::Take(segment),
            () if rst && is_in_window => Verdict::Answer,
            () if rst || !(ack || syn) => Verdict::Drop,
            () => {
                if !syn && ahead > 0 && is_in_window && segment.length() > 0 {
                    let is_known = self.early.contains(&segment);
                    self.early.extend((!is_known).then(|| segment.clone()));
                }
                Verdict::Take(segment)
            }
        }
    }

    /// What came too early, and now comes next. What it acknowledges is what was acknowledged last.
    pub fn next_early(&mut self, ack: u32, window: u32) -> Option<Segment> {
        let nxt = self.expects.nxt;
        self.early.retain(|it| distance(nxt, it.seq.wrapping_add(it.length())) > 0);
        let place = self.early.iter().position(|it| distance(nxt, it.seq) <= 0)?;
        let early = self.early.swap_remove(place);
        Some(Segment { ack, window, ..early })
    }

    /// Whether the peer is to be told that there is room again (RFC 9293, section 3.8.6.2.2).
    pub fn has_opened(&self) -> bool {
        let Receiving { nxt, window } = self.expects;
        let (known, new) = (self.edge.wrapping_sub(nxt), window);
        new.saturating_sub(known) >= WINDOW / 2 || (known < MSS.into() && new >= MSS.into())
    }

    /// The packet of a segment that the host sends.
    ///
    /// The host numbers what it keeps in its send buffer, and `has_number` says so. All else it leaves to
    /// the wire, but for the number of an RST that the peer is to believe.
    pub fn packet(&mut self, segment: &Segment, has_number: bool) -> Packet {
        let Flags { syn, ack, rst, .. } = segment.flags;
        let Receiving { nxt, window } = self.expects;
        let (seq, expected) = match () {
            // The refusal of a SYN, by a port at which nobody waits, has no number of this side.
            () if rst && segment.ack != 0 => (0, segment.ack),
            () if syn => (self.ours, nxt),
            () if has_number || segment.seq != 0 => (self.ours.wrapping_add(segment.seq), nxt),
            () => (self.ours.wrapping_add(self.next), nxt),
        };
        if !rst {
            let end = seq.wrapping_add(segment.length()).wrapping_sub(self.ours);
            self.next = if distance(self.next, end) > 0 { end } else { self.next };
            self.edge = nxt.wrapping_add(window);
        }
        let ack = if ack { self.theirs.wrapping_add(expected) } else { 0 };
        let segment = Segment { seq, ack, ..segment.clone() };
        let window = window.min(WINDOW) as u16;
        Packet { segment, window, mss: syn.then_some(MSS) }
    }

    /// A segment with the numbers that the host sees.
    fn seen(&self, segment: &Segment) -> Segment {
        let ack = if segment.flags.ack { segment.ack.wrapping_sub(self.ours) } else { 0 };
        Segment { seq: segment.seq.wrapping_sub(self.theirs), ack, ..segment.clone() }
    }
}

/// How far it is from one number to another. They go round, so it is the shorter way that counts.
fn distance(from: u32, to: u32) -> i32 {
    to.wrapping_sub(from).cast_signed()
}
