//! The solutions of the model exercises, put together as one host.
//!
//! Each exercise knows one part of a socket's life. Here they meet: a call of the program changes
//! the table and sends segments, and a segment for one of the host's own addresses comes back in at
//! once, as it does on a loopback interface. Nothing else is added, but for what no exercise asks
//! for: which of them a segment is for.

use std::collections::{BTreeMap, VecDeque};
use std::net::{Ipv4Addr, SocketAddrV4};

use netstack::{
    Errno, Fd, Flags, FourTuple, Lookup, Operation, Options, Perform, Returned, Segment, Sending,
    SocketId, SocketTable, State,
};

#[path = "../../06_accept/src/accept.rs"]
mod accept;
#[path = "../../08_backlog/src/backlog.rs"]
mod backlog;
#[path = "../../03_bind/src/bind.rs"]
mod bind;
#[path = "../../13_close/src/close.rs"]
mod close;
#[path = "../../11_deliver/src/deliver.rs"]
mod deliver;
#[path = "../../04_listen/src/listen.rs"]
mod listen;
#[path = "../../07_lookup/src/lookup.rs"]
mod lookup;
#[path = "../../15_ports/src/ports.rs"]
mod ports;
#[path = "../../12_send/src/send.rs"]
#[expect(dead_code, reason = "on this network nothing is lost, and nothing comes twice")]
mod send;
#[path = "../../09_sharing/src/sharing.rs"]
mod sharing;
#[path = "../../02_socket/src/socket.rs"]
mod socket;
#[path = "../../14_teardown/src/teardown.rs"]
mod teardown;

/// One host: its sockets, and which listening socket each half-open connection is a copy of.
pub struct Host {
    /// The host's sockets.
    pub table: SocketTable,
    /// The segments that have left. `None`: the network is so quick that each arrives at once.
    pub held: Option<Vec<Segment>>,
    copies: BTreeMap<SocketId, SocketId>,
    lookup: Lookup<lookup::Index>,
}

impl Host {
    /// A host without sockets.
    pub fn new(addresses: Vec<Ipv4Addr>) -> Self {
        let mut table = SocketTable::default();
        table.addresses = addresses;
        Self { table, held: None, copies: BTreeMap::new(), lookup: Lookup::new(lookup::lookup) }
    }

    /// Does what the operation says, and all that comes of it. Says what the program is told.
    ///
    /// `socket()` and `close()` are told without descriptors: a real program has others.
    pub fn perform(&mut self, operation: &Operation) -> Returned {
        let table = &mut self.table;
        match operation {
            Operation::Socket => socket::socket(table).map(drop).into(),
            Operation::Bind { fd, address } => bind(table, *fd, *address).into(),
            Operation::Listen { fd, backlog } => listen::listen(table, *fd, *backlog).into(),
            Operation::Accept { fd } => match accept::accept(table, *fd) {
                Ok((_, peer)) => Returned::Words(peer.to_string()),
                Err(errno) => Err::<(), _>(errno).into(),
            },
            Operation::Connect { fd, to } => match ports::connect(table, *fd, *to) {
                Ok(syn) => {
                    self.send(syn);
                    self.connected(*fd).into()
                }
                Err(errno) => Err::<(), _>(errno).into(),
            },
            Operation::Send { fd, data } => match send(table, *fd, data) {
                Ok((count, segments)) => {
                    segments.into_iter().for_each(|segment| self.send(segment));
                    count.into()
                }
                Err(errno) => Err::<(), _>(errno).into(),
            },
            Operation::Recv { fd, most } => deliver::recv(table, *fd, *most).into(),
            Operation::Shutdown { fd } => {
                let sent = close::shutdown(table, *fd);
                sent.map(|segment| segment.into_iter().for_each(|fin| self.send(fin))).into()
            }
            Operation::Close { fd } => {
                let sent = close::close(table, *fd);
                sent.map(|segments| segments.into_iter().for_each(|segment| self.send(segment)))
                    .into()
            }
            Operation::Pass { seconds } => {
                teardown::pass(table, *seconds);
                ().into()
            }
            other => Returned::Words(format!("{other} is no call of a program")),
        }
    }

    /// Gives a socket its options, as setsockopt(2) does.
    pub fn set_options(&mut self, fd: Fd, options: Options) {
        if let Ok(id) = self.table.socket_of(fd) {
            self.table[id].options = options;
        }
    }

    /// The socket that listens for these four values, whatever connection there is.
    pub fn listener_for(&self, tuple: FourTuple) -> Option<SocketId> {
        let mut listeners = self.table.clone();
        for (id, socket) in self.table.iter() {
            if socket.state != State::Listen {
                listeners.remove(id);
            }
        }
        lookup::lookup(&listeners, tuple)
    }

    /// What connect(2) tells when all answers have come.
    fn connected(&mut self, fd: Fd) -> Result<(), Errno> {
        let id = self.table.socket_of(fd)?;
        match self.table[id].state {
            State::SynSent => Err(Errno::EINPROGRESS),
            _ => self.table[id].error.take().map_or(Ok(()), Err),
        }
    }

    /// A segment leaves for one of this host's own addresses, and arrives; so do all answers.
    fn send(&mut self, segment: Segment) {
        if let Some(held) = &mut self.held {
            return held.push(segment);
        }
        let mut on_their_way = VecDeque::from([segment]);
        while let Some(segment) = on_their_way.pop_front() {
            on_their_way.extend(self.arrives(&segment));
        }
    }

    /// A segment arrives. The answer to it, if any.
    pub fn arrives(&mut self, segment: &Segment) -> Option<Segment> {
        let Some(found) = self.lookup(segment.into()) else {
            return deliver::deliver(&mut self.table, None, segment);
        };
        match self.table[found].state {
            State::Listen if segment.flags == Flags::SYN => self.connection_packet(found, segment),
            State::Listen => deliver::deliver(&mut self.table, Some(found), segment),
            State::SynReceived => self.half_open(found, segment),
            State::SynSent => ports::answer(&mut self.table, found, segment),
            State::TimeWait if segment.flags == Flags::SYN => {
                // The client begins anew, with the same four values. If somebody waits for it, the
                // old connection makes room (RFC 9293, section 3.10.7.4; RFC 6191).
                self.listener_for(segment.into())?;
                teardown::end(&mut self.table, found);
                self.arrives(segment)
            }
            _ => self.for_a_connection(found, segment),
        }
    }

    /// The socket that these four values belong to. Both parts of the exercise must agree on it.
    pub fn lookup(&mut self, tuple: FourTuple) -> Option<SocketId> {
        let found = lookup::lookup(&self.table, tuple);
        let by_index = self.lookup.perform(&mut self.table, &Operation::Index(tuple));
        assert_eq!(by_index, found.into(), "the index finds what the walk through the table finds");
        found
    }

    fn connection_packet(&mut self, listener: SocketId, segment: &Segment) -> Option<Segment> {
        if !backlog::connection_packet(&self.table, listener) {
            return None;
        }
        let copy = accept::connection_packet(&mut self.table, listener, segment);
        self.copies.insert(copy, listener);
        Some(answer(segment, Flags::SYN | Flags::ACK))
    }

    /// A segment for a copy whose client has not been heard of again until now.
    fn half_open(&mut self, copy: SocketId, segment: &Segment) -> Option<Segment> {
        let listener = self.copies.get(&copy).copied().filter(|id| self.table.get(*id).is_some());
        if segment.flags.syn {
            return Some(answer(segment, Flags::SYN | Flags::ACK));
        }
        if segment.flags.rst {
            backlog::reset(&mut self.table, copy);
            return None;
        }
        let Some(listener) = listener else {
            self.table.remove(copy);
            return deliver::deliver(&mut self.table, None, segment);
        };
        let taken = backlog::last_ack(&mut self.table, listener, copy);
        let more = segment.flags.fin || !segment.data.is_empty();
        if taken && more { self.for_a_connection(copy, segment) } else { None }
    }

    fn for_a_connection(&mut self, id: SocketId, segment: &Segment) -> Option<Segment> {
        let table = &mut self.table;
        let is_over = teardown::is_orphan(table, id) || table[id].state == State::TimeWait;
        if is_over || segment.flags.rst || segment.flags.syn {
            return teardown::arrives(table, id, segment);
        }
        let to_data = deliver::deliver(table, Some(id), segment);
        let closing = segment.flags.fin || table[id].state != State::Established;
        let to_the_rest = if closing { teardown::arrives(table, id, segment) } else { None };
        to_the_rest.or(to_data)
    }
}

/// What bind(2) does. Two exercises have it: where nothing is shared, and no connection has been made,
/// the first one must say the same as the second.
fn bind(table: &mut SocketTable, fd: Fd, address: SocketAddrV4) -> Result<(), Errno> {
    let is_simple = table.iter().all(|(_, socket)| {
        let Options { reuseaddr, reuseport, .. } = socket.options;
        socket.remote.is_none() && !reuseaddr && !reuseport
    });
    let mut by_the_first = table.clone();
    let first = is_simple.then(|| bind::bind(&mut by_the_first, fd, address));
    let result = sharing::bind(table, fd, address);
    if let Some(first) = first {
        assert_eq!(first, result, "both exercises have the same bind");
        assert_eq!(by_the_first, *table, "both exercises have the same bind");
    }
    result
}

/// What send(2) does: how many bytes were taken, and what is sent at once. Two exercises have it. The
/// second one keeps the bytes until they are acknowledged; all else must be as in the first one.
fn send(table: &mut SocketTable, fd: Fd, data: &[u8]) -> Result<(usize, Vec<Segment>), Errno> {
    let first = deliver::send(&mut table.clone(), fd, data);
    if let (Ok(id), Ok(_)) = (table.socket_of(fd), &first) {
        table[id].sending =
            Some(Box::new(Sending { window: 65535, mss: 65496, ..Sending::default() }));
    }
    let taken = send::send(table, fd, data);
    assert_eq!(taken.err(), first.as_ref().err().copied(), "both exercises have the same errors");
    let (count, first, id) = (taken?, first?, table.socket_of(fd)?);
    let mut segments = send::output(table, id);
    // On this network nothing is lost, and the peer's host acknowledges all at once.
    let all = Segment { ack: count as u32, ..answer(&first, Flags::ACK) };
    assert_eq!(send::acknowledged(table, id, &all, 65535), None);
    let left = table[id].sending.take();
    assert!(left.is_some_and(|left| left.buffer.is_empty() && left.timer.is_none()), "all is sent");
    // No other exercise looks at the numbers.
    segments.iter_mut().for_each(|segment| segment.seq = 0);
    Ok((count, segments))
}

/// An answer: what is the destination of the one is the source of the other.
fn answer(segment: &Segment, flags: Flags) -> Segment {
    Segment::new(flags, segment.destination, segment.source)
}
