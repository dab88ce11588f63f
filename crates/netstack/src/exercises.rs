//! How each exercise's functions are called: which operations are its own.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddrV4};

use crate::{
    Endpoint, Errno, Fd, Flags, FourTuple, Operation, Returned, Segment, Socket, SocketId,
    SocketTable, State, counted,
};

/// The functions of an exercise: they do their own operations, and no others.
pub trait Perform {
    /// Does one operation on the table and says what came of it.
    fn perform(&mut self, table: &mut SocketTable, operation: &Operation) -> Returned;
}

/// `00_start`
#[derive(Debug, Clone, Copy)]
pub struct Start {
    /// Whether a packet with this source and destination belongs to a connection.
    pub belongs: fn(SocketAddrV4, SocketAddrV4, FourTuple) -> bool,
}

impl Perform for Start {
    fn perform(&mut self, table: &mut SocketTable, operation: &Operation) -> Returned {
        match operation {
            Operation::Lookup(FourTuple { local: destination, remote: source }) => {
                let belongs = |socket: &Socket| match (socket.local, socket.remote) {
                    (Some(local), Some(remote)) => {
                        (self.belongs)(*source, *destination, FourTuple { local, remote })
                    }
                    _ => false,
                };
                let waits = |socket: &Socket| {
                    socket.state == State::Listen && socket.local == Some(*destination)
                };
                let connection = table.iter().find(|(_, socket)| belongs(socket));
                let found = connection.or_else(|| table.iter().find(|(_, socket)| waits(socket)));
                found.map(|(id, _)| id).into()
            }
            other => Returned::not_here(other),
        }
    }
}

/// `02_socket`
#[derive(Debug, Clone, Copy)]
pub struct Create {
    /// Does what socket(2) does.
    pub socket: fn(&mut SocketTable) -> Result<Fd, Errno>,
}

impl Perform for Create {
    fn perform(&mut self, table: &mut SocketTable, operation: &Operation) -> Returned {
        match operation {
            Operation::Socket => (self.socket)(table).into(),
            other => Returned::not_here(other),
        }
    }
}

/// `03_bind`, and `09_sharing`
#[derive(Debug, Clone, Copy)]
pub struct Bind {
    /// Does what bind(2) does.
    pub bind: fn(&mut SocketTable, Fd, SocketAddrV4) -> Result<(), Errno>,
}

impl Perform for Bind {
    fn perform(&mut self, table: &mut SocketTable, operation: &Operation) -> Returned {
        match operation {
            Operation::Bind { fd, address } => (self.bind)(table, *fd, *address).into(),
            other => Returned::not_here(other),
        }
    }
}

/// `04_listen`
#[derive(Debug, Clone, Copy)]
pub struct Listen {
    /// Does what listen(2) does.
    pub listen: fn(&mut SocketTable, Fd, i32) -> Result<(), Errno>,
}

impl Perform for Listen {
    fn perform(&mut self, table: &mut SocketTable, operation: &Operation) -> Returned {
        match operation {
            Operation::Listen { fd, backlog } => (self.listen)(table, *fd, *backlog).into(),
            other => Returned::not_here(other),
        }
    }
}

/// What accept(2) gives back: a new descriptor, and the peer's address.
pub type Accepted = Result<(Fd, SocketAddrV4), Errno>;

/// `06_accept`
#[derive(Debug, Clone, Copy)]
pub struct Accept {
    /// A connection packet arrives at a socket.
    pub connection_packet: fn(&mut SocketTable, SocketId, &Segment) -> SocketId,
    /// Does what accept(2) does.
    pub accept: fn(&mut SocketTable, Fd) -> Accepted,
}

impl Perform for Accept {
    fn perform(&mut self, table: &mut SocketTable, operation: &Operation) -> Returned {
        match operation {
            Operation::Arrives { segment, finds: Some(found), .. } => {
                (self.connection_packet)(table, *found, segment).into()
            }
            Operation::Accept { fd } => (self.accept)(table, *fd).into(),
            other => Returned::not_here(other),
        }
    }
}

/// An index of the sockets of one host: the second part of `07_lookup`.
///
/// A connection has a `remote` end. A listening socket has none; its `local` address may be the
/// wildcard.
pub trait SocketIndex: Default {
    /// A socket has come: a connection, or a listening socket.
    fn insert(&mut self, id: SocketId, local: Endpoint, remote: Option<Endpoint>);

    /// A socket goes. It was inserted before, with these same values.
    fn remove(&mut self, id: SocketId, local: Endpoint, remote: Option<Endpoint>);

    /// The socket that these four values belong to.
    fn lookup(&self, tuple: FourTuple<Endpoint>) -> Option<SocketId>;
}

/// `07_lookup`
#[derive(Debug, Clone)]
pub struct Lookup<I> {
    /// The socket that four values belong to, by walking through the table.
    pub lookup: fn(&SocketTable, FourTuple) -> Option<SocketId>,
    /// The same by an index, which is told of each socket that comes and goes.
    pub index: I,
    /// The sockets that the index has been told of.
    pub indexed: BTreeMap<SocketId, (SocketAddrV4, Option<SocketAddrV4>)>,
}

impl<I: SocketIndex> Lookup<I> {
    /// An exercise with an empty index.
    pub fn new(lookup: fn(&SocketTable, FourTuple) -> Option<SocketId>) -> Self {
        Self { lookup, index: I::default(), indexed: BTreeMap::new() }
    }

    /// Tells the index what has come and gone since it was last told.
    fn update(&mut self, table: &SocketTable) {
        let rows = table.iter().filter(|(_, socket)| socket.state != State::Closed);
        let now: BTreeMap<_, _> =
            rows.filter_map(|(id, socket)| Some((id, (socket.local?, socket.remote)))).collect();
        for (id, (local, remote)) in &self.indexed {
            if now.get(id) != Some(&(*local, *remote)) {
                self.index.remove(*id, (*local).into(), remote.map(Into::into));
            }
        }
        for (id, (local, remote)) in &now {
            if self.indexed.get(id) != Some(&(*local, *remote)) {
                self.index.insert(*id, (*local).into(), remote.map(Into::into));
            }
        }
        self.indexed = now;
    }
}

impl<I: SocketIndex> Perform for Lookup<I> {
    fn perform(&mut self, table: &mut SocketTable, operation: &Operation) -> Returned {
        match operation {
            Operation::Lookup(tuple) => (self.lookup)(table, *tuple).into(),
            Operation::Index(FourTuple { local, remote }) => {
                self.update(table);
                let tuple = FourTuple { local: (*local).into(), remote: (*remote).into() };
                self.index.lookup(tuple).into()
            }
            Operation::CountLooks { connections } => count_looks::<I>(*connections),
            other => Returned::not_here(other),
        }
    }
}

/// `08_backlog`
#[derive(Debug, Clone, Copy)]
pub struct Queue {
    /// Whether a connection packet for a listening socket is taken.
    pub connection_packet: fn(&SocketTable, SocketId) -> bool,
    /// The client's last ACK arrives: for which listening socket, and for which copy of it. Whether
    /// it is taken.
    pub last_ack: fn(&mut SocketTable, SocketId, SocketId) -> bool,
    /// An RST arrives for a copy whose last ACK has not come.
    pub reset: fn(&mut SocketTable, SocketId),
}

impl Perform for Queue {
    fn perform(&mut self, table: &mut SocketTable, operation: &Operation) -> Returned {
        match operation {
            Operation::Arrives { segment, finds: Some(found), copy_of, .. } => {
                match (segment.flags, copy_of) {
                    (Flags::SYN, None) => (self.connection_packet)(table, *found).into(),
                    (Flags::ACK, Some(listener)) => {
                        (self.last_ack)(table, *listener, *found).into()
                    }
                    (Flags::RST, Some(_)) => {
                        (self.reset)(table, *found);
                        None::<Segment>.into()
                    }
                    _ => Returned::not_here(operation),
                }
            }
            other => Returned::not_here(other),
        }
    }
}

/// `11_deliver`
#[derive(Debug, Clone, Copy)]
pub struct Deliver {
    /// A segment arrives; the lookup found a socket for it, or nobody. The answer to it, if any.
    pub deliver: fn(&mut SocketTable, Option<SocketId>, &Segment) -> Option<Segment>,
    /// Does what recv(2) does.
    pub recv: fn(&mut SocketTable, Fd, usize) -> Result<Vec<u8>, Errno>,
    /// Does what send(2) does. The segment that is sent.
    pub send: fn(&mut SocketTable, Fd, &[u8]) -> Result<Segment, Errno>,
}

impl Perform for Deliver {
    fn perform(&mut self, table: &mut SocketTable, operation: &Operation) -> Returned {
        match operation {
            Operation::Arrives { segment, finds, .. } => {
                (self.deliver)(table, *finds, segment).into()
            }
            Operation::Recv { fd, most } => (self.recv)(table, *fd, *most).into(),
            Operation::Send { fd, data } => (self.send)(table, *fd, data).into(),
            other => Returned::not_here(other),
        }
    }
}

/// `12_send`
#[derive(Debug, Clone, Copy)]
pub struct Send {
    /// Does what send(2) does. How many bytes were taken.
    pub send: fn(&mut SocketTable, Fd, &[u8]) -> Result<usize, Errno>,
    /// The segments that a connection may send now.
    pub output: fn(&mut SocketTable, SocketId) -> Vec<Segment>,
    /// A segment with ACK arrives at a connection; its sender has room for so many bytes. The answer to
    /// it, if any.
    pub acknowledged: fn(&mut SocketTable, SocketId, &Segment, u32) -> Option<Segment>,
    /// The timer of a connection runs out. What is sent again, if anything.
    pub expired: fn(&mut SocketTable, SocketId) -> Option<Segment>,
    /// A segment arrives at a connection that counts what it expects. What is left of it to deliver,
    /// or the answer to a segment that is dropped.
    pub received: fn(&mut SocketTable, SocketId, &Segment) -> Result<Segment, Segment>,
}

impl Perform for Send {
    fn perform(&mut self, table: &mut SocketTable, operation: &Operation) -> Returned {
        match operation {
            Operation::Send { fd, data } => (self.send)(table, *fd, data).into(),
            Operation::Output { id } => (self.output)(table, *id).into(),
            Operation::Arrives { segment, finds: Some(found), .. }
                if table.get(*found).is_some_and(|socket| socket.receiving.is_some()) =>
            {
                (self.received)(table, *found, segment).into()
            }
            Operation::Arrives { segment, window, finds: Some(found), .. } => {
                (self.acknowledged)(table, *found, segment, *window).into()
            }
            Operation::Expires { id } => (self.expired)(table, *id).into(),
            other => Returned::not_here(other),
        }
    }
}

/// `13_close`
#[derive(Debug, Clone, Copy)]
pub struct Close {
    /// Does what close(2) does. The segments that are sent.
    pub close: fn(&mut SocketTable, Fd) -> Result<Vec<Segment>, Errno>,
    /// Does what shutdown(2) with SHUT_WR does. The segment that is sent, if any.
    pub shutdown: fn(&mut SocketTable, Fd) -> Result<Option<Segment>, Errno>,
}

impl Perform for Close {
    fn perform(&mut self, table: &mut SocketTable, operation: &Operation) -> Returned {
        match operation {
            Operation::Close { fd } => (self.close)(table, *fd).into(),
            Operation::Shutdown { fd } => (self.shutdown)(table, *fd).into(),
            other => Returned::not_here(other),
        }
    }
}

/// `14_teardown`
#[derive(Debug, Clone, Copy)]
pub struct Teardown {
    /// A segment arrives at a connection. The answer to it, if any.
    pub arrives: fn(&mut SocketTable, SocketId, &Segment) -> Option<Segment>,
    /// So many seconds pass.
    pub pass: fn(&mut SocketTable, u32),
}

impl Perform for Teardown {
    fn perform(&mut self, table: &mut SocketTable, operation: &Operation) -> Returned {
        match operation {
            Operation::Arrives { segment, finds: Some(found), .. } => {
                (self.arrives)(table, *found, segment).into()
            }
            Operation::Pass { seconds } => {
                (self.pass)(table, *seconds);
                ().into()
            }
            other => Returned::not_here(other),
        }
    }
}

/// `15_ports`
#[derive(Debug, Clone, Copy)]
pub struct Ports {
    /// Does what connect(2) does. The connection packet that is sent.
    pub connect: fn(&mut SocketTable, Fd, SocketAddrV4) -> Result<Segment, Errno>,
    /// The server's answer arrives at a socket that is connecting. The answer to it, if any.
    pub answer: fn(&mut SocketTable, SocketId, &Segment) -> Option<Segment>,
}

impl Perform for Ports {
    fn perform(&mut self, table: &mut SocketTable, operation: &Operation) -> Returned {
        match operation {
            Operation::Connect { fd, to } => (self.connect)(table, *fd, *to).into(),
            Operation::Arrives { segment, finds: Some(found), .. } => {
                (self.answer)(table, *found, segment).into()
            }
            other => Returned::not_here(other),
        }
    }
}

/// Fills an index with so many connections, and as many more sockets that listen, and counts the looks of 400
/// lookups: an old connection, a young one, a client that only a listener waits for, and a port that nobody
/// listens at.
fn count_looks<I: SocketIndex>(connections: u32) -> Returned {
    let server = SocketAddrV4::new(Ipv4Addr::new(198, 18, 203, 1), 80);
    let from = |first: Ipv4Addr, number: u32| {
        let address = Ipv4Addr::from_bits(first.to_bits() + number / 50_000);
        SocketAddrV4::new(address, 10_000 + (number % 50_000) as u16)
    };
    let client = |number: u32| from(Ipv4Addr::new(198, 19, 0, 0), number);
    let mut index = I::default();
    let listener = SocketId(1);
    index.insert(listener, server.into(), None);
    let id = |number: u32| SocketId(number + 2);
    for number in 0..connections {
        index.insert(id(number), server.into(), Some(client(number).into()));
        // They come in no order, and a third of them would stand before the server in a sorted one: a tree
        // finds at once what is the first or in the middle.
        let beside = Ipv4Addr::new(198, 18, 203, [0, 2, 2][number as usize % 3]);
        let mixed = number / 50_000 * 50_000 + number % 50_000 * 7919 % 50_000;
        index.insert(id(connections + number), from(beside, mixed).into(), None);
    }

    let rounds = 100.min(connections);
    let before = counted::looks();
    for round in 0..rounds {
        let last = connections - 1 - round;
        // Each round asks for others, so that one unlucky hash does not count a hundred times.
        let other_port = |first: u16| first + round as u16;
        let stranger = SocketAddrV4::new(Ipv4Addr::new(198, 18, 203, 153), other_port(1025));
        let closed_port = SocketAddrV4::new(*server.ip(), other_port(81));
        for (local, remote, expected) in [
            (server, client(round), Some(id(round))),
            (server, client(last), Some(id(last))),
            (server, stranger, Some(listener)),
            (closed_port, stranger, None),
        ] {
            let tuple = FourTuple { local: local.into(), remote: remote.into() };
            let found = index.lookup(tuple);
            if found != expected {
                let [found, expected] = [found, expected].map(Returned::from);
                return Returned::Words(format!(
                    "{found} instead of {expected} for {remote} → {local}"
                ));
            }
        }
    }
    let looks = counted::looks() - before;
    Returned::Looks(looks * 100 / (u64::from(rounds) * 4).max(1))
}
