//! What arrives from the network: a TCP segment, and the four values that say whose it is.

use std::fmt;
use std::net::SocketAddrV4;
use std::ops::BitOr;

use crate::quoted;

/// The control bits of a segment (RFC 9293, section 3.1), as far as the model needs them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct Flags {
    /// The sender wants to open a connection.
    pub syn: bool,
    /// The segment acknowledges something.
    pub ack: bool,
    /// The sender will send no more data.
    pub fin: bool,
    /// The connection is broken off.
    pub rst: bool,
}

impl Flags {
    /// SYN alone.
    pub const SYN: Self = Self { syn: true, ack: false, fin: false, rst: false };
    /// ACK alone.
    pub const ACK: Self = Self { syn: false, ack: true, fin: false, rst: false };
    /// FIN alone.
    pub const FIN: Self = Self { syn: false, ack: false, fin: true, rst: false };
    /// RST alone.
    pub const RST: Self = Self { syn: false, ack: false, fin: false, rst: true };

    /// Whether all bits of `others` are set.
    pub fn contains(self, others: Self) -> bool {
        self | others == self
    }

    pub(crate) const NAMES: [&str; 4] = ["SYN", "FIN", "RST", "ACK"];

    pub(crate) fn by_name(&mut self, name: &str) -> Option<&mut bool> {
        match name {
            "SYN" => Some(&mut self.syn),
            "FIN" => Some(&mut self.fin),
            "RST" => Some(&mut self.rst),
            "ACK" => Some(&mut self.ack),
            _ => None,
        }
    }
}

/// `Flags::SYN | Flags::ACK`
impl BitOr for Flags {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self {
            syn: self.syn || other.syn,
            ack: self.ack || other.ack,
            fin: self.fin || other.fin,
            rst: self.rst || other.rst,
        }
    }
}

/// `SYN`, or `SYN+ACK`.
impl fmt::Display for Flags {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut copy = *self;
        let set = Self::NAMES.into_iter().filter(|name| copy.by_name(name).is_some_and(|on| *on));
        f.write_str(&set.collect::<Vec<_>>().join("+"))
    }
}

/// A TCP segment.
///
/// The model's network loses nothing and keeps the order, so most sockets of the model need no
/// sequence numbers. A segment with ACK acknowledges all that its receiver has sent. The numbers
/// matter for the answer to a segment that belongs to nobody (RFC 9293, section 3.10.7.1), and for a
/// connection that keeps what it sends ([`Sending`](crate::Sending)).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Segment {
    /// The control bits.
    pub flags: Flags,
    /// Who sent it: for a server, the client's address and port.
    pub source: SocketAddrV4,
    /// Whom it is for: for a server, one of its own addresses and a port of it.
    pub destination: SocketAddrV4,
    /// The sequence number of the first byte (SEG.SEQ).
    pub seq: u32,
    /// The next sequence number that the sender expects, if ACK is set (SEG.ACK).
    pub ack: u32,
    /// The bytes that it carries.
    pub data: Vec<u8>,
}

impl Segment {
    /// A segment without data, whose numbers are 0.
    pub fn new(flags: Flags, source: SocketAddrV4, destination: SocketAddrV4) -> Self {
        Self { flags, source, destination, seq: 0, ack: 0, data: Vec::new() }
    }

    /// The sequence numbers that it takes up: one for each byte, one for SYN and one for FIN
    /// (SEG.LEN, RFC 9293, section 3.4).
    pub fn length(&self) -> u32 {
        self.data.len() as u32 + u32::from(self.flags.syn) + u32::from(self.flags.fin)
    }
}

/// `ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 101 ack 301 "GET / HTTP/1.1\r\n"`. Numbers that are
/// 0, and data that is empty, are not printed.
impl fmt::Display for Segment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(f, 0)
    }
}

impl Segment {
    /// Writes it with the window that its sender tells. A window that is 0 is not printed.
    pub(crate) fn write(&self, f: &mut fmt::Formatter<'_>, window: u32) -> fmt::Result {
        write!(f, "{} {} → {}", self.flags, self.source, self.destination)?;
        for (name, number) in [("seq", self.seq), ("ack", self.ack), ("window", window)] {
            if number != 0 {
                write!(f, " {name} {number}")?;
            }
        }
        if !self.data.is_empty() {
            write!(f, " {}", quoted::write(&self.data))?;
        }
        Ok(())
    }
}

/// The four values that tell connections apart: two addresses and two ports, seen from this host.
///
/// `A` is how an end of the connection is written down. It is a [`SocketAddrV4`] everywhere but in
/// the second part of the exercise on lookup.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FourTuple<A = SocketAddrV4> {
    /// This host's address and port.
    pub local: A,
    /// The peer's address and port.
    pub remote: A,
}

impl From<&Segment> for FourTuple {
    /// What is the destination for the sender is local for the receiver.
    fn from(segment: &Segment) -> Self {
        Self { local: segment.destination, remote: segment.source }
    }
}
