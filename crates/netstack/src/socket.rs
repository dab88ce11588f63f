//! One socket: its state, its two addresses, its options and, while it listens, its queue.

use std::collections::VecDeque;
use std::fmt;
use std::net::SocketAddrV4;

use crate::{Errno, SocketId};

macro_rules! states {
    ($($(#[$doc:meta])* $name:ident $text:literal,)*) => {
        /// The state of a connection (RFC 9293, section 3.3.2).
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
        pub enum State {
            $($(#[$doc])* $name,)*
        }

        impl State {
            pub(crate) const NAMES: &[&str] = &[$($text),*];

            pub(crate) fn by_name(name: &str) -> Option<Self> {
                match name { $($text => Some(Self::$name),)* _ => None }
            }
        }

        /// The RFC's name, with `_` for `-`: `SYN_RECEIVED`.
        impl fmt::Display for State {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(match self { $(Self::$name => $text,)* })
            }
        }
    };
}

states! {
    /// No connection, and nobody listens for one. A new socket begins here.
    #[default]
    Closed "CLOSED",
    /// Waits for connection packets.
    Listen "LISTEN",
    /// This side has sent a connection packet, and waits for the answer.
    SynSent "SYN_SENT",
    /// A connection packet came in and was answered; the client's last ACK is still to come.
    SynReceived "SYN_RECEIVED",
    /// Open: data can flow both ways.
    Established "ESTABLISHED",
    /// This side closed first and waits for the answer to its FIN.
    FinWait1 "FIN_WAIT_1",
    /// This side closed first, and the peer has acknowledged that.
    FinWait2 "FIN_WAIT_2",
    /// The peer closed first; this side can still send.
    CloseWait "CLOSE_WAIT",
    /// Both sides closed at the same time.
    Closing "CLOSING",
    /// The peer closed first, then this side; its last ACK is still to come.
    LastAck "LAST_ACK",
    /// Closed by this side first; the four values stay taken for a while.
    TimeWait "TIME_WAIT",
}

/// Settings of a socket (socket(7), tcp(7)). A copy of a listening socket has the same settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Options {
    /// SO_KEEPALIVE: ask a silent peer, now and then, whether it still lives.
    pub keepalive: bool,
    /// SO_LINGER with a time of zero: to close the socket is to break the connection off.
    pub linger0: bool,
    /// TCP_NODELAY: send small pieces of data at once.
    pub nodelay: bool,
    /// SO_REUSEADDR: share an address and port with sockets that do not listen.
    pub reuseaddr: bool,
    /// SO_REUSEPORT: share an address and port with sockets that have this option too.
    pub reuseport: bool,
}

impl Options {
    pub(crate) const NAMES: [&str; 5] =
        ["keepalive", "linger0", "nodelay", "reuseaddr", "reuseport"];

    pub(crate) fn by_name(&mut self, name: &str) -> Option<&mut bool> {
        match name {
            "keepalive" => Some(&mut self.keepalive),
            "linger0" => Some(&mut self.linger0),
            "nodelay" => Some(&mut self.nodelay),
            "reuseaddr" => Some(&mut self.reuseaddr),
            "reuseport" => Some(&mut self.reuseport),
            _ => None,
        }
    }

    /// The names of those that are set.
    fn names(mut self) -> impl Iterator<Item = &'static str> {
        Self::NAMES.into_iter().filter(move |name| self.by_name(name).is_some_and(|on| *on))
    }

    /// Whether each of these options is set here too.
    pub fn include(mut self, others: Self) -> bool {
        others.names().all(|name| self.by_name(name).is_some_and(|on| *on))
    }
}

/// `keepalive,nodelay`, or nothing.
impl fmt::Display for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.names().collect::<Vec<_>>().join(","))
    }
}

/// What a listening socket has and no other: the queue of connections that are not accepted yet.
#[derive(Debug, Clone, PartialEq, Eq, Default, Hash)]
pub struct Backlog {
    /// The number given to listen(2), cut to the system's limit. Linux queues one more.
    pub limit: u32,
    /// The finished connections that nobody has accepted yet, the oldest first.
    pub waiting: VecDeque<SocketId>,
}

/// `1/5: #2`: one is queued, five is the limit, and #2 is the one in the queue.
impl fmt::Display for Backlog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.waiting.len(), self.limit)?;
        for (place, id) in self.waiting.iter().enumerate() {
            write!(f, "{} {id}", if place == 0 { ":" } else { "" })?;
        }
        Ok(())
    }
}

/// What a connection keeps of the bytes that its program sends: the send buffer, and how far it has
/// got (RFC 9293, section 3.3.1).
///
/// ```text
///   una                nxt                      fin
///    | sent, but not    | not sent yet           |
///    | acknowledged     |                        |
///    [------------------+---- buffer ------------] the program has ended its data
///    [----------- window ----------]
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Sending {
    /// The number of the oldest byte that is not acknowledged (SND.UNA). The first byte of `buffer`
    /// has this number.
    pub una: u32,
    /// The number that is sent next (SND.NXT). What comes before it was sent.
    pub nxt: u32,
    /// How many numbers from `una` on the peer has room for (SND.WND).
    pub window: u32,
    /// The most bytes that one segment carries (the maximum segment size, MSS).
    pub mss: usize,
    /// The send buffer: the bytes from `una` on, sent or not.
    pub buffer: Vec<u8>,
    /// The most bytes that `buffer` may hold.
    pub limit: usize,
    /// The number of the FIN, once the program has ended its data. It is the one behind the last byte.
    pub fin: Option<u32>,
    /// The seconds after which, without an answer, something is sent again: the retransmission
    /// timeout (RTO, RFC 6298). `None`: no timer runs.
    pub timer: Option<u32>,
    /// How often the timer has run out since the peer was last heard of.
    pub tries: u32,
}

impl Sending {
    /// Whether something has never been sent: bytes from `nxt` on, or the FIN behind them.
    pub fn has_unsent(&self) -> bool {
        let sent = self.nxt.wrapping_sub(self.una) as usize;
        sent < self.buffer.len() || self.fin == Some(self.nxt)
    }
}

/// Nothing is sent, and the peer has no room. The smallest MSS that every host takes (RFC 9293,
/// section 3.7.1), and the buffer with which Linux begins (`tcp_wmem`, tcp(7)).
impl Default for Sending {
    fn default() -> Self {
        Self {
            una: 0,
            nxt: 0,
            window: 0,
            mss: 536,
            buffer: Vec::new(),
            limit: 16384,
            fin: None,
            timer: None,
            tries: 0,
        }
    }
}

/// What a connection expects of its peer (RFC 9293, section 3.3.1): the numbers from `nxt` to just
/// before `nxt` + `window`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct Receiving {
    /// The number that comes next (RCV.NXT). All that comes before it has arrived.
    pub nxt: u32,
    /// How many numbers from `nxt` on there is room for (RCV.WND). What the program reads makes room
    /// for as much.
    pub window: u32,
}

/// What the kernel keeps of one socket: the control block.
///
/// A new one ([`Socket::default`]) is CLOSED and has no address.
#[derive(Debug, Clone, PartialEq, Eq, Default, Hash)]
pub struct Socket {
    /// How far the connection has got.
    pub state: State,
    /// This host's endpoint. `None` until bind(2), or until the kernel chooses. The address 0.0.0.0
    /// (INADDR_ANY, the wildcard) stands for every address of this host.
    pub local: Option<SocketAddrV4>,
    /// The peer's endpoint. `None` while there is no peer.
    pub remote: Option<SocketAddrV4>,
    /// The queue of a listening socket; `None` for all others.
    pub backlog: Option<Backlog>,
    /// The settings.
    pub options: Options,
    /// The receive buffer: what has arrived, and what the program has not read yet.
    pub received: Vec<u8>,
    /// Whether the peer's FIN has come: after what is in the buffer, nothing more will come.
    pub ended: bool,
    /// What has gone wrong since the program last heard of an error (SO_ERROR, socket(7)).
    pub error: Option<Errno>,
    /// The seconds until the kernel gives this socket up. `None`: no such time is set.
    pub timer: Option<u32>,
    /// What is sent, with its numbers. `None` in the exercises that do not look at it.
    pub sending: Option<Box<Sending>>,
    /// What is expected, with its numbers. `None` in the exercises that do not look at it.
    pub receiving: Option<Receiving>,
}

impl Socket {
    /// Whether a connection that lives has something that has never been sent.
    pub fn has_unsent(&self) -> bool {
        self.state != State::Closed && self.sending.as_deref().is_some_and(Sending::has_unsent)
    }
}
