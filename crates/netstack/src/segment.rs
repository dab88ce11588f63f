//! What arrives from the network: a TCP segment, and the four values that say whose it is.

use std::fmt;
use std::net::SocketAddrV4;

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

/// `SYN`, or `SYN+ACK`.
impl fmt::Display for Flags {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut copy = *self;
        let set = Self::NAMES.into_iter().filter(|name| copy.by_name(name).is_some_and(|on| *on));
        f.write_str(&set.collect::<Vec<_>>().join("+"))
    }
}

/// A TCP segment, as the server receives it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Segment {
    /// The control bits.
    pub flags: Flags,
    /// Who sent it: for a server, the client's address and port.
    pub source: SocketAddrV4,
    /// Whom it is for: for a server, one of its own addresses and a port of it.
    pub destination: SocketAddrV4,
}

/// `SYN 198.18.203.153:1025 → 198.18.203.1:80`
impl fmt::Display for Segment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} → {}", self.flags, self.source, self.destination)
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
