//! What can happen to a socket table.

use std::fmt;
use std::net::SocketAddrV4;

use crate::{Fd, FourTuple, Segment, SocketId, quoted};

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
        /// How many bytes its sender has room for, counted from its `ack` (SEG.WND). 0 where nobody asks.
        window: u32,
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
    /// A connection may send: bytes have come into its buffer, or the peer's window has moved.
    Output {
        /// The connection.
        id: SocketId,
    },
    /// The timer of what a connection has sent runs out.
    Expires {
        /// The connection.
        id: SocketId,
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
    /// How often does the index look at an address, for one lookup among so many connections, and as many
    /// sockets that listen?
    CountLooks {
        /// How many connections the index holds.
        connections: u32,
    },
}

impl Operation {
    /// The name of the call, if the program makes one: `accept`.
    pub fn call(&self) -> Option<&'static str> {
        Some(match self {
            Self::Socket => "socket",
            Self::Bind { .. } => "bind",
            Self::Listen { .. } => "listen",
            Self::Accept { .. } => "accept",
            Self::Connect { .. } => "connect",
            Self::Send { .. } => "send",
            Self::Recv { .. } => "recv",
            Self::Shutdown { .. } => "shutdown",
            Self::Close { .. } => "close",
            Self::Arrives { .. }
            | Self::Output { .. }
            | Self::Expires { .. }
            | Self::Pass { .. }
            | Self::Lookup(_)
            | Self::Index(_)
            | Self::CountLooks { .. } => return None,
        })
    }

    /// The descriptor that the program calls a function on.
    pub fn fd(&self) -> Option<Fd> {
        match self {
            Self::Bind { fd, .. }
            | Self::Listen { fd, .. }
            | Self::Accept { fd }
            | Self::Connect { fd, .. }
            | Self::Send { fd, .. }
            | Self::Recv { fd, .. }
            | Self::Shutdown { fd }
            | Self::Close { fd } => Some(*fd),
            _ => None,
        }
    }

    /// The segment that arrives.
    pub fn segment(&self) -> Option<&Segment> {
        match self {
            Self::Arrives { segment, .. } => Some(segment),
            _ => None,
        }
    }

    /// The connection that may send, or whose timer runs out.
    pub fn connection(&self) -> Option<SocketId> {
        match self {
            Self::Output { id } | Self::Expires { id } => Some(*id),
            _ => None,
        }
    }

    /// The socket that the lookup found for the segment that arrives.
    pub fn finds(&self) -> Option<SocketId> {
        match self {
            Self::Arrives { finds, .. } => *finds,
            _ => None,
        }
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.call().unwrap_or_default())?;
        match self {
            Self::Socket => f.write_str("()"),
            Self::Bind { fd, address } => write!(f, "({}, {address})", fd.0),
            Self::Listen { fd, backlog } => write!(f, "({}, {backlog})", fd.0),
            Self::Arrives { segment, window, finds, copy_of } => {
                segment.write(f, *window)?;
                match finds {
                    Some(id) => write!(f, ", finds {id}")?,
                    None => f.write_str(", finds nobody")?,
                }
                copy_of.map_or(Ok(()), |listener| write!(f, ", a copy of {listener}"))
            }
            Self::Accept { fd } => write!(f, "({})", fd.0),
            Self::Connect { fd, to } => write!(f, "({}, {to})", fd.0),
            Self::Send { fd, data } => write!(f, "({}, {})", fd.0, quoted::write(data)),
            Self::Recv { fd, most } => write!(f, "({}, {most})", fd.0),
            Self::Shutdown { fd } => write!(f, "({}, SHUT_WR)", fd.0),
            Self::Close { fd } => write!(f, "({})", fd.0),
            Self::Output { id } => write!(f, "{id} may send"),
            Self::Expires { id } => write!(f, "{id}: the timer runs out"),
            Self::Pass { seconds } => write!(f, "{seconds} s pass"),
            Self::Lookup(tuple) => write!(f, "lookup({} → {})", tuple.remote, tuple.local),
            Self::Index(tuple) => write!(f, "index({} → {})", tuple.remote, tuple.local),
            Self::CountLooks { connections } => write!(f, "count looks({connections})"),
        }
    }
}

/// What happens in a step of a story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// The exercise does this.
    Operation(Operation),
    /// The story says what came of it. What happened, in words.
    Given(String),
}

/// `accept(3)`, or `given: the server listens`
impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Operation(operation) => operation.fmt(f),
            Self::Given(words) => write!(f, "given: {words}"),
        }
    }
}
