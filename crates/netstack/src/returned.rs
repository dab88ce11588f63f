//! What comes of an operation.

use std::fmt;
use std::net::SocketAddrV4;

use crate::{Errno, Fd, Operation, Segment, SocketId, quoted};

/// What an operation gave back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Returned {
    /// A call that only succeeds or fails has succeeded. It returns 0, as in C.
    Zero,
    /// A call has failed.
    Error(Errno),
    /// A new descriptor.
    Descriptor(Fd),
    /// A new descriptor, and the peer's address.
    Accepted(Fd, SocketAddrV4),
    /// How many bytes were taken.
    Bytes(usize),
    /// What was read. No bytes are the end of the stream.
    Data(Vec<u8>),
    /// The segments that are sent, one after the other.
    Sends(Vec<Segment>),
    /// What is left of a segment that arrives, and goes on to where its data is delivered.
    Delivers(Segment),
    /// Whether a packet is taken, or dropped.
    Taken(bool),
    /// The socket that was made, or found.
    Socket(Option<SocketId>),
    /// How often an index looked at an address in 100 lookups.
    Looks(u64),
    /// Something else, in words.
    Words(String),
}

impl Returned {
    /// The segments that are sent.
    pub fn segments(&self) -> &[Segment] {
        match self {
            Self::Sends(segments) => segments,
            _ => &[],
        }
    }

    /// This exercise has nothing to do with that operation.
    pub(crate) fn not_here(operation: &Operation) -> Self {
        Self::Words(format!("this exercise has no {operation}"))
    }
}

/// As it stands in a trace: `0`, `fd 4, 198.18.203.153:1025`, `EAGAIN`, `"GET /"`, `nobody`.
impl fmt::Display for Returned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Zero => f.write_str("0"),
            Self::Error(errno) => errno.fmt(f),
            Self::Descriptor(fd) => fd.fmt(f),
            Self::Accepted(fd, peer) => write!(f, "{fd}, {peer}"),
            Self::Bytes(1) => f.write_str("1 byte"),
            Self::Bytes(count) => write!(f, "{count} bytes"),
            Self::Data(data) => f.write_str(&quoted::write(data)),
            Self::Sends(segments) if segments.is_empty() => f.write_str("sends nothing"),
            Self::Sends(segments) => {
                for (place, segment) in segments.iter().enumerate() {
                    write!(f, "{}sends {segment}", if place == 0 { "" } else { "; " })?;
                }
                Ok(())
            }
            Self::Delivers(segment) => write!(f, "delivers {segment}"),
            Self::Taken(true) => f.write_str("taken"),
            Self::Taken(false) => f.write_str("dropped"),
            Self::Socket(Some(id)) => id.fmt(f),
            Self::Socket(None) => f.write_str("nobody"),
            Self::Looks(looks) => write!(f, "{looks} looks in 100 lookups"),
            Self::Words(words) => f.write_str(words),
        }
    }
}

impl<T: Into<Self>> From<Result<T, Errno>> for Returned {
    fn from(result: Result<T, Errno>) -> Self {
        result.map_or_else(Self::Error, Into::into)
    }
}

impl From<()> for Returned {
    fn from((): ()) -> Self {
        Self::Zero
    }
}

impl From<Fd> for Returned {
    fn from(fd: Fd) -> Self {
        Self::Descriptor(fd)
    }
}

impl From<usize> for Returned {
    fn from(count: usize) -> Self {
        Self::Bytes(count)
    }
}

impl From<Vec<u8>> for Returned {
    fn from(data: Vec<u8>) -> Self {
        Self::Data(data)
    }
}

impl From<Vec<Segment>> for Returned {
    fn from(segments: Vec<Segment>) -> Self {
        Self::Sends(segments)
    }
}

impl From<Segment> for Returned {
    fn from(segment: Segment) -> Self {
        Self::Sends(vec![segment])
    }
}

impl From<Option<Segment>> for Returned {
    fn from(segment: Option<Segment>) -> Self {
        Self::Sends(segment.into_iter().collect())
    }
}

/// What is left of a segment is delivered; what is dropped has an answer.
impl From<Result<Segment, Segment>> for Returned {
    fn from(result: Result<Segment, Segment>) -> Self {
        result.map_or_else(Into::into, Self::Delivers)
    }
}

impl From<bool> for Returned {
    fn from(taken: bool) -> Self {
        Self::Taken(taken)
    }
}

impl From<(Fd, SocketAddrV4)> for Returned {
    fn from((fd, peer): (Fd, SocketAddrV4)) -> Self {
        Self::Accepted(fd, peer)
    }
}

impl From<SocketId> for Returned {
    fn from(id: SocketId) -> Self {
        Self::Socket(Some(id))
    }
}

impl From<Option<SocketId>> for Returned {
    fn from(id: Option<SocketId>) -> Self {
        Self::Socket(id)
    }
}
