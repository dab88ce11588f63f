//! What can happen to a socket table, and what comes of it.

use std::fmt;
use std::net::SocketAddrV4;

use crate::trace::quoted;
use crate::{Errno, Fd, FourTuple, Segment, SocketId};

/// A call of the program or a packet from the network: what an exercise has to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Operation {
    /// The program calls socket(2).
    Socket,
    /// The program calls bind(2).
    Bind {
        /// The socket's descriptor.
        fd: Fd,
        /// The address and port that the program asks for.
        address: SocketAddrV4,
    },
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
        finds: Option<SocketId>,
        /// The listening socket that it is a copy of, where that matters.
        copy_of: Option<SocketId>,
    },
    /// The program calls accept(2) on a nonblocking descriptor.
    Accept {
        /// The listening socket's descriptor.
        fd: Fd,
    },
    /// The program calls connect(2) on a nonblocking descriptor.
    Connect {
        /// The socket's descriptor.
        fd: Fd,
        /// The server's address and port.
        to: SocketAddrV4,
    },
    /// The program calls send(2) on a nonblocking descriptor.
    Send {
        /// The socket's descriptor.
        fd: Fd,
        /// The bytes to send.
        data: Vec<u8>,
    },
    /// The program calls recv(2) on a nonblocking descriptor.
    Recv {
        /// The socket's descriptor.
        fd: Fd,
        /// How many bytes the program takes at most.
        most: usize,
    },
    /// The program calls shutdown(2) with SHUT_WR: it will send nothing more.
    Shutdown {
        /// The socket's descriptor.
        fd: Fd,
    },
    /// The program calls close(2).
    Close {
        /// The socket's descriptor.
        fd: Fd,
    },
    /// Time passes.
    Pass {
        /// How many seconds.
        seconds: u32,
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
            Self::Socket => f.write_str("socket()"),
            Self::Bind { fd, address } => write!(f, "bind({}, {address})", fd.0),
            Self::Listen { fd, backlog } => write!(f, "listen({}, {backlog})", fd.0),
            Self::Arrives { segment, finds, copy_of } => {
                match finds {
                    Some(id) => write!(f, "{segment}, finds {id}")?,
                    None => write!(f, "{segment}, finds nobody")?,
                }
                copy_of.map_or(Ok(()), |listener| write!(f, ", a copy of {listener}"))
            }
            Self::Accept { fd } => write!(f, "accept({})", fd.0),
            Self::Connect { fd, to } => write!(f, "connect({}, {to})", fd.0),
            Self::Send { fd, data } => write!(f, "send({}, {})", fd.0, quoted(data)),
            Self::Recv { fd, most } => write!(f, "recv({}, {most})", fd.0),
            Self::Shutdown { fd } => write!(f, "shutdown({}, SHUT_WR)", fd.0),
            Self::Close { fd } => write!(f, "close({})", fd.0),
            Self::Pass { seconds } => write!(f, "{seconds} s pass"),
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

impl From<Fd> for Outcome {
    fn from(fd: Fd) -> Self {
        Self(fd.to_string())
    }
}

/// What was read: `"GET /"`; `""` is the end of the stream.
impl From<Vec<u8>> for Outcome {
    fn from(data: Vec<u8>) -> Self {
        Self(quoted(&data))
    }
}

/// Segments that are sent, one after the other.
impl From<Vec<Segment>> for Outcome {
    fn from(segments: Vec<Segment>) -> Self {
        let sent: Vec<_> = segments.iter().map(|segment| format!("sends {segment}")).collect();
        Self(if sent.is_empty() { "sends nothing".to_owned() } else { sent.join("; ") })
    }
}

impl From<Segment> for Outcome {
    fn from(segment: Segment) -> Self {
        vec![segment].into()
    }
}

impl From<Option<Segment>> for Outcome {
    fn from(segment: Option<Segment>) -> Self {
        segment.into_iter().collect::<Vec<_>>().into()
    }
}

/// Whether a packet is taken.
impl From<bool> for Outcome {
    fn from(taken: bool) -> Self {
        Self(if taken { "taken" } else { "dropped" }.to_owned())
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
