//! One connection's numbers, and the order in which its segments are taken.
//!
//! On the wire both sides begin with a number of their choice (RFC 9293, section 3.4.1). The host's
//! functions see numbers that begin with 0, as Wireshark shows them: a SYN is 0, the first byte is 1.

use std::collections::BTreeMap;

use netstack::{Flags, Segment};

use crate::packet::Packet;

/// How many bytes this side takes that the program has not read. More would need a window scale.
pub const WINDOW: usize = u16::MAX as usize;

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
    /// How much of the peer has been taken, its SYN included (RCV.NXT). It never wraps.
    taken: u64,
    /// Up to where the peer may send. What has been promised once is never taken back.
    edge: u64,
    /// What came too early, and whether a FIN is behind it.
    early: BTreeMap<u64, (Vec<u8>, bool)>,
    /// What this side sends next (SND.NXT).
    next: u32,
    /// The largest segment that the peer takes.
    pub mss: u16,
}

/// What is to be done with a segment.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// The segment as the host may see it: in order, and with nothing that came before.
    pub take: Option<Segment>,
    /// How much of the peer is taken with it.
    pub advances: u64,
    /// Whether the peer is told what this side waits for.
    pub answer: bool,
}

impl Connection {
    /// The connection that a SYN asks for.
    pub fn new(ours: u32, syn: &Packet) -> Self {
        Self {
            ours,
            theirs: syn.segment.seq,
            taken: 1,
            edge: 1 + WINDOW as u64,
            early: BTreeMap::new(),
            next: 1,
            mss: syn.mss.unwrap_or(DEFAULT_MSS).min(MSS),
        }
    }

    /// Whether this is the SYN that the connection began with, once more.
    pub fn began_with(&self, segment: &Segment) -> bool {
        segment.flags == Flags::SYN && segment.seq == self.theirs
    }

    /// Whether a SYN has a number behind all that the peer has sent: it begins a new connection
    /// (RFC 6191, section 2).
    pub fn is_behind(&self, syn: &Segment) -> bool {
        syn.seq.wrapping_sub(self.waits_for()).cast_signed() > 0
    }

    /// What is to be done with a segment that has come (RFC 9293, section 3.10.7.4).
    pub fn judge(&mut self, segment: &Segment) -> Verdict {
        let Flags { syn, ack, fin, rst } = segment.flags;
        let ahead = i64::from(segment.seq.wrapping_sub(self.waits_for()).cast_signed());
        let window = (self.edge - self.taken) as i64;
        let mut segment = self.seen(segment);
        let answer = Verdict { answer: true, ..Verdict::default() };
        // RFC 5961, sections 3 and 4: who only guesses the numbers must not be able to end a connection.
        if rst {
            return match ahead {
                0 => Verdict { take: Some(segment), ..Verdict::default() },
                _ if (0..window).contains(&ahead) => answer,
                _ => Verdict::default(),
            };
        }
        if syn {
            return Verdict { take: Some(segment), ..Verdict::default() };
        }
        if !ack {
            return Verdict::default();
        }
        let bare = Segment { flags: Flags::ACK, data: Vec::new(), ..segment.clone() };
        let length = i64::from(segment.length());
        if length == 0 {
            // A probe that asks whether this side still lives has an old number (RFC 9293, 3.8.4).
            let is_in_window = (0..=window).contains(&ahead);
            return if is_in_window {
                Verdict { take: Some(bare), ..answer.silent() }
            } else {
                answer
            };
        }
        if ahead + length <= 0 {
            // It has come before, and the ACK was lost. A FIN begins TIME_WAIT anew.
            let again = Segment { flags: segment.flags, ..bare };
            return Verdict { take: fin.then_some(again), answer: !fin, advances: 0 };
        }
        if ahead >= window {
            // There is no room. What it acknowledges counts all the same.
            return Verdict { take: (ahead == window).then_some(bare), ..answer };
        }
        if ahead < 0 {
            segment.data.drain(..ahead.unsigned_abs() as usize);
        }
        let room = (window - ahead.max(0)) as usize;
        if segment.data.len() > room {
            segment.data.truncate(room);
            segment.flags.fin = false;
        }
        if ahead > 0 {
            let place = self.taken + ahead.unsigned_abs();
            let kept = self.early.entry(place).or_default();
            if kept.0.len() <= segment.data.len() {
                *kept = (segment.data, segment.flags.fin);
            }
            return Verdict { take: Some(bare), ..answer };
        }
        self.append_early(&mut segment);
        Verdict { advances: u64::from(segment.length()), take: Some(segment), answer: false }
    }

    /// What came too early, and follows this segment without a gap, is taken with it.
    fn append_early(&mut self, segment: &mut Segment) {
        while let Some(entry) = self.early.first_entry() {
            let end = self.taken + segment.data.len() as u64;
            if *entry.key() > end || segment.flags.fin {
                break;
            }
            let (place, (data, fin)) = entry.remove_entry();
            let known = (end - place) as usize;
            if let Some(new) = data.get(known..) {
                segment.data.extend_from_slice(new);
                segment.flags.fin = fin;
            }
        }
    }

    /// The host has taken so much.
    pub fn advance(&mut self, by: u64) {
        self.taken += by;
        self.edge = self.edge.max(self.taken);
    }

    /// How far the window would open if the program has so many bytes unread.
    pub fn opens_by(&self, unread: usize) -> u64 {
        (self.taken + WINDOW.saturating_sub(unread) as u64).saturating_sub(self.edge)
    }

    /// The packet of a segment that the host sends, while the program has so many bytes unread.
    ///
    /// The host numbers what it keeps in its send buffer, and `has_number` says so. All else it leaves to
    /// the wire, but for the number of an RST that the peer is to believe.
    pub fn packet(&mut self, segment: &Segment, has_number: bool, unread: usize) -> Packet {
        let Flags { syn, rst, .. } = segment.flags;
        self.edge = self.edge.max(self.taken + WINDOW.saturating_sub(unread) as u64);
        let (seq, ack) = match () {
            // The refusal of a SYN, by a port at which nobody waits, has no number of this side.
            () if rst && segment.ack != 0 => (0, self.theirs.wrapping_add(segment.ack)),
            () if syn => (self.ours, self.waits_for()),
            () if has_number || segment.seq != 0 => {
                (self.ours.wrapping_add(segment.seq), self.waits_for())
            }
            () => (self.ours.wrapping_add(self.next), self.waits_for()),
        };
        let end = seq.wrapping_add(segment.length()).wrapping_sub(self.ours);
        if !rst && end.wrapping_sub(self.next).cast_signed() > 0 {
            self.next = end;
        }
        let ack = if segment.flags.ack { ack } else { 0 };
        let window = (self.edge - self.taken) as u16;
        let segment = Segment { seq, ack, ..segment.clone() };
        Packet { segment, window, mss: syn.then_some(MSS) }
    }

    /// The number that the peer sends next, as it is on the wire.
    fn waits_for(&self) -> u32 {
        self.theirs.wrapping_add(self.taken as u32)
    }

    /// A segment with the numbers that the host sees.
    fn seen(&self, segment: &Segment) -> Segment {
        Segment {
            seq: segment.seq.wrapping_sub(self.theirs),
            ack: if segment.flags.ack { segment.ack.wrapping_sub(self.ours) } else { 0 },
            ..segment.clone()
        }
    }
}

impl Verdict {
    fn silent(self) -> Self {
        Self { answer: false, ..self }
    }
}
