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
    pub fn next_early(&mut self, ack: u32) -> Option<Segment> {
        let nxt = self.expects.nxt;
        self.early.retain(|it| distance(nxt, it.seq.wrapping_add(it.length())) > 0);
        let place = self.early.iter().position(|it| distance(nxt, it.seq) <= 0)?;
        let early = self.early.swap_remove(place);
        Some(Segment { ack, ..early })
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

#[cfg(test)]
mod tests {
    use super::*;

    const OURS: u32 = u32::MAX - 1;
    const THEIRS: u32 = u32::MAX;

    /// A segment of the peer's, with the numbers that the host sees, as it is on the wire.
    fn segment(flags: Flags, seq: u32, ack: u32, data: &str) -> Segment {
        let [client, host] =
            ["198.18.203.153:1025", "198.18.203.1:80"].map(|it| it.parse().unwrap());
        Segment {
            seq: THEIRS.wrapping_add(seq),
            ack: if flags.ack { OURS.wrapping_add(ack) } else { 0 },
            data: data.as_bytes().to_vec(),
            ..Segment::new(flags, client, host)
        }
    }

    fn connection() -> Connection {
        let syn = Packet { segment: segment(Flags::SYN, 0, 0, ""), window: 9, mss: None };
        Connection::new(OURS, &syn)
    }

    fn taken(verdict: Verdict) -> (u32, u32) {
        match verdict {
            Verdict::Take(segment) => (segment.seq, segment.ack),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_host_sees_numbers_that_begin_with_zero() {
        let mut known = connection();
        assert_eq!(taken(known.judge(&segment(Flags::ACK, 1, 1, "GET /"))), (1, 1));
        assert_eq!((known.mss, known.expects.window), (DEFAULT_MSS, WINDOW));
        let (from, to) = (segment(Flags::ACK, 0, 0, "").destination, known_client());
        let sent = |flags, seq, ack, data: &str| Segment {
            seq,
            ack,
            data: data.into(),
            ..Segment::new(flags, from, to)
        };
        let on_the_wire = |known: &mut Connection, segment: &Segment, has_number| {
            let packet = known.packet(segment, has_number);
            let Segment { seq, ack, .. } = packet.segment;
            (seq.wrapping_sub(OURS), ack.wrapping_sub(THEIRS), packet.mss)
        };
        let answer = sent(Flags::SYN | Flags::ACK, 0, 0, "");
        assert_eq!(on_the_wire(&mut known, &answer, false), (0, 1, Some(MSS)));
        // An ACK has the number that is sent next.
        let ack = sent(Flags::ACK, 0, 0, "");
        assert_eq!(on_the_wire(&mut known, &ack, false), (1, 1, None));
        assert_eq!(on_the_wire(&mut known, &sent(Flags::ACK, 1, 0, "page"), true), (1, 1, None));
        assert_eq!(on_the_wire(&mut known, &ack, false), (5, 1, None));
        // The probe of a closed window has the number of the SYN.
        assert_eq!(on_the_wire(&mut known, &ack, true), (0, 1, None));
        known.look(Some(Receiving { nxt: 6, window: 10 }));
        assert_eq!(on_the_wire(&mut known, &ack, false), (5, 6, None));
        // The RST that answers a segment has the number that the peer waits for.
        assert_eq!(on_the_wire(&mut known, &sent(Flags::RST, 3, 0, ""), false).0, 3);
        // That of a port at which nobody waits has none.
        let refusal = known.packet(&sent(Flags::RST | Flags::ACK, 0, 1, ""), false).segment;
        assert_eq!((refusal.seq, refusal.ack), (0, THEIRS.wrapping_add(1)));
    }

    fn known_client() -> std::net::SocketAddrV4 {
        segment(Flags::SYN, 0, 0, "").source
    }

    #[test]
    fn who_guesses_a_number_ends_nothing() {
        let mut known = connection();
        known.look(Some(Receiving { nxt: 6, window: 10 }));
        assert_eq!(taken(known.judge(&segment(Flags::RST, 6, 0, ""))), (6, 0));
        for (seq, verdict) in
            [(7, Verdict::Answer), (15, Verdict::Answer), (16, Verdict::Drop), (5, Verdict::Drop)]
        {
            assert_eq!(known.judge(&segment(Flags::RST, seq, 0, "")), verdict, "{seq}");
        }
        assert_eq!(known.judge(&segment(Flags::FIN, 6, 0, "")), Verdict::Drop);
    }

    #[test]
    fn what_came_too_early_follows_the_gap() {
        let mut known = connection();
        let at = |known: &mut Connection, nxt| {
            known.look(Some(Receiving { nxt, window: 100 }));
            known.next_early(9).map(|it| (it.seq, it.data, it.flags.fin, it.ack))
        };
        known.look(Some(Receiving { nxt: 1, window: 100 }));
        let fin = Flags::FIN | Flags::ACK;
        for early in [segment(fin, 5, 1, "EF"), segment(Flags::ACK, 3, 1, "CD")] {
            known.judge(&early);
            known.judge(&early);
        }
        assert_eq!(known.early.len(), 2);
        // Behind the window there is no room.
        known.judge(&segment(Flags::ACK, 101, 1, "x"));
        assert_eq!(at(&mut known, 1), None);
        assert_eq!(at(&mut known, 3), Some((3, b"CD".to_vec(), false, 9)));
        assert_eq!(at(&mut known, 5), Some((5, b"EF".to_vec(), true, 9)));
        assert_eq!(at(&mut known, 8), None);
        known.judge(&segment(Flags::ACK, 9, 1, "I"));
        // What has come in another way since is forgotten.
        assert_eq!(at(&mut known, 10), None);
        assert!(known.early.is_empty());
    }

    #[test]
    fn the_peer_is_told_when_there_is_room_again() {
        let mut known = connection();
        let ack = Segment::new(Flags::ACK, known_client(), known_client());
        let told = |known: &mut Connection, window, then| {
            known.look(Some(Receiving { nxt: 1, window }));
            known.packet(&ack, false);
            known.look(Some(Receiving { nxt: 1, window: then }));
            known.has_opened()
        };
        assert!(told(&mut known, 0, WINDOW));
        assert!(told(&mut known, 100, 1460));
        assert!(!told(&mut known, 0, 1459));
        assert!(!told(&mut known, 2000, 30_000));
        assert!(told(&mut known, 2000, 40_000));
    }

    #[test]
    fn a_client_may_begin_anew() {
        let mut known = connection();
        known.look(Some(Receiving { nxt: 6, window: 10 }));
        assert!(known.began_with(&segment(Flags::SYN, 0, 0, "")));
        assert!(!known.began_with(&segment(Flags::SYN, 7, 0, "")));
        assert!(known.is_behind(&segment(Flags::SYN, 7, 0, "")));
        assert!(!known.is_behind(&segment(Flags::SYN, 6, 0, "")));
        assert!(!known.is_behind(&segment(Flags::SYN, 2_147_483_655, 0, "")));
    }
}
