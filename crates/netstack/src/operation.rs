//! What can happen to a socket table, and what comes of it.

use std::fmt;
use std::net::SocketAddrV4;

use crate::{Errno, Fd, FourTuple, Segment, SocketId};

/// A call of the program or a packet from the network: what an exercise has to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Operation {
    /// The program calls listen(2).
    Listen {
        /// The socket's descriptor.
        fd: Fd,
        /// The backlog that the program asks for.
        backlog: i32,
    },
    /// A packet arrives. The story says which socket it was found to belong to.
    Arrives {
        /// The packet.
        segment: Segment,
        /// The socket that the lookup found.
        finds: SocketId,
    },
    /// The program calls accept(2) on a nonblocking descriptor.
    Accept {
        /// The listening socket's descriptor.
        fd: Fd,
    },
    /// Which socket do these four values belong to? By walking through the table.
    Lookup(FourTuple),
    /// Which socket do these four values belong to? By the index.
    Index(FourTuple),
    /// How often does the index look at an address, for one lookup among so many connections?
    CountLooks {
        /// How many connections the index holds.
        connections: u32,
    },
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Listen { fd, backlog } => write!(f, "listen({}, {backlog})", fd.0),
            Self::Arrives { segment, finds } => write!(f, "{segment}, finds {finds}"),
            Self::Accept { fd } => write!(f, "accept({})", fd.0),
            Self::Lookup(tuple) => write!(f, "lookup({} → {})", tuple.remote, tuple.local),
            Self::Index(tuple) => write!(f, "index({} → {})", tuple.remote, tuple.local),
            Self::CountLooks { connections } => write!(f, "count looks({connections})"),
        }
    }
}

/// What an operation gave back, as it is printed: `0`, `fd 4, 198.18.203.153:1025`, `EAGAIN`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome(pub String);

impl Outcome {
    /// This exercise has nothing to do with that operation.
    pub(crate) fn not_here(operation: &Operation) -> Self {
        Self(format!("this exercise has no {operation}"))
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<T: Into<Self>> From<Result<T, Errno>> for Outcome {
    fn from(result: Result<T, Errno>) -> Self {
        result.map_or_else(|errno| Self(errno.to_string()), Into::into)
    }
}

/// A call that only succeeds or fails returns 0, as in C.
impl From<()> for Outcome {
    fn from((): ()) -> Self {
        Self("0".to_owned())
    }
}

impl From<(Fd, SocketAddrV4)> for Outcome {
    fn from((fd, peer): (Fd, SocketAddrV4)) -> Self {
        Self(format!("{fd}, {peer}"))
    }
}

impl From<SocketId> for Outcome {
    fn from(id: SocketId) -> Self {
        Self(id.to_string())
    }
}

impl From<Option<SocketId>> for Outcome {
    fn from(id: Option<SocketId>) -> Self {
        id.map_or_else(|| Self("nobody".to_owned()), Self::from)
    }
}
