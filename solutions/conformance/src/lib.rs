//! The solutions of the model exercises, put together as one host.
//!
//! `21_host` joins them, as it does on the wire. Here there is no wire: what leaves for one of the host's
//! own addresses comes back in at once, as it does on a loopback interface, and an ACK acknowledges all
//! that was sent.

use std::collections::VecDeque;
use std::net::{Ipv4Addr, SocketAddrV4};

use netstack::{
    Errno, Fd, FourTuple, Lookup, Operation, Options, Perform, Returned, Segment, Socket, SocketId,
    SocketTable, State,
};

#[path = "../../03_bind/src/bind.rs"]
mod bind;
#[path = "../../21_host/src/exercises.rs"]
mod exercises;
#[path = "../../21_host/src/host.rs"]
#[expect(dead_code, reason = "on this network no timer runs out")]
mod host;

use exercises::{accept, deliver, listen, lookup, ports, send, sharing, socket, teardown};

/// What each side of this network takes at a time.
const WINDOW: u32 = 65535;

/// One host: its sockets, and which listening socket each half-open connection is a copy of.
pub struct Host {
    /// The host's sockets.
    pub table: SocketTable,
    /// The segments that have left, where a story says when they arrive. Such a story is of the flags
    /// alone: nobody counts what is sent. `None`: the network is so quick that each arrives at once.
    pub held: Option<Vec<Segment>>,
    copies: host::Copies,
    lookup: Lookup<lookup::Index>,
}

impl Host {
    /// A host without sockets.
    pub fn new(addresses: Vec<Ipv4Addr>) -> Self {
        let mut table = SocketTable::default();
        table.addresses = addresses;
        Self { table, held: None, copies: host::Copies::new(), lookup: Lookup::new(lookup::lookup) }
    }

    /// Does what the operation says, and all that comes of it. Says what the program is told.
    ///
    /// `socket()` and `close()` are told without descriptors: a real program has others.
    pub fn perform(&mut self, operation: &Operation) -> Returned {
        let table = &mut self.table;
        let id = operation.fd().and_then(|fd| table.socket_of(fd).ok());
        let told = match operation {
            Operation::Socket => socket::socket(table).map(drop).into(),
            Operation::Bind { fd, address } => bind(table, *fd, *address).into(),
            Operation::Listen { fd, backlog } => listen::listen(table, *fd, *backlog).into(),
            Operation::Accept { fd } => match accept::accept(table, *fd) {
                Ok((_, peer)) => Returned::Words(peer.to_string()),
                Err(errno) => Err::<(), _>(errno).into(),
            },
            Operation::Connect { fd, to } => match ports::connect(table, *fd, *to) {
                Ok(syn) => {
                    self.leave([syn]);
                    self.connected(*fd).into()
                }
                Err(errno) => Err::<(), _>(errno).into(),
            },
            Operation::Send { fd, data } => self.send(*fd, data).into(),
            Operation::Recv { fd, most } => deliver::recv(table, *fd, *most).into(),
            Operation::Shutdown { fd } => {
                host::shutdown(table, *fd).map(|sent| self.leave(sent)).into()
            }
            Operation::Close { fd } => host::close(table, *fd).map(|sent| self.leave(sent)).into(),
            Operation::Pass { seconds } => {
                teardown::pass(table, *seconds);
                ().into()
            }
            other => Returned::Words(format!("{other} is no call of a program")),
        };
        if let Some(id) = id {
            self.output(id);
        }
        told
    }

    /// Gives a socket its options, as setsockopt(2) does.
    pub fn set_options(&mut self, fd: Fd, options: Options) {
        if let Ok(id) = self.table.socket_of(fd) {
            self.table[id].options = options;
        }
    }

    /// The socket that listens at this address, whatever connections there are.
    pub fn listener_at(&self, local: SocketAddrV4) -> Option<SocketId> {
        let nobody = SocketAddrV4::new(Ipv4Addr::UNSPECIFIED, 0);
        lookup::lookup(&self.table, FourTuple { local, remote: nobody })
    }

    /// What connect(2) tells when all answers have come.
    fn connected(&mut self, fd: Fd) -> Result<(), Errno> {
        let id = self.table.socket_of(fd)?;
        match self.table[id].state {
            State::SynSent => Err(Errno::EINPROGRESS),
            _ => self.table[id].error.take().map_or(Ok(()), Err),
        }
    }

    /// What send(2) does: how many bytes were taken. Two exercises have it. The second one keeps the bytes
    /// until they are acknowledged; all else must be as in the first one.
    fn send(&mut self, fd: Fd, data: &[u8]) -> Result<usize, Errno> {
        let mut by_the_first = self.table.clone();
        let first = deliver::send(&mut by_the_first, fd, data);
        if self.held.is_some() {
            self.table = by_the_first;
            self.leave([first?]);
            return Ok(data.len());
        }
        let taken = send::send(&mut self.table, fd, data);
        assert_eq!(taken.err(), first.err(), "both exercises have the same errors");
        taken
    }

    /// What a connection may send now leaves.
    fn output(&mut self, id: SocketId) {
        if self.table.get(id).is_some_and(Socket::has_unsent) {
            let segments = send::output(&mut self.table, id);
            self.leave(segments);
        }
    }

    /// Segments leave for this host's own addresses, and arrive; so do all answers.
    fn leave(&mut self, segments: impl IntoIterator<Item = Segment>) {
        if let Some(held) = &mut self.held {
            return held.extend(segments);
        }
        let mut on_their_way: VecDeque<_> = segments.into_iter().collect();
        while let Some(segment) = on_their_way.pop_front() {
            on_their_way.extend(self.arrives(&segment));
        }
    }

    /// A segment arrives. The answer to it, if any.
    pub fn arrives(&mut self, segment: &Segment) -> Option<Segment> {
        let found = self.lookup(segment.into());
        let sending = found.and_then(|id| self.table[id].sending.as_ref());
        let ack = sending.filter(|_| segment.flags.ack).map_or(segment.ack, |it| it.nxt);
        let segment = Segment { ack, ..segment.clone() };
        let answer = host::arrives(&mut self.table, &mut self.copies, &segment, WINDOW);
        if self.held.is_some() {
            let ids: Vec<_> = self.table.iter().map(|(id, _)| id).collect();
            ids.into_iter().for_each(|id| self.table[id].sending = None);
        }
        answer
    }

    /// The socket that these four values belong to. Both parts of the exercise must agree on it.
    pub fn lookup(&mut self, tuple: FourTuple) -> Option<SocketId> {
        let found = lookup::lookup(&self.table, tuple);
        let by_index = self.lookup.perform(&mut self.table, &Operation::Index(tuple));
        assert_eq!(by_index, found.into(), "the index finds what the walk through the table finds");
        found
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
