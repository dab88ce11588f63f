//! How each exercise's functions are called: which operations are its own.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddrV4};

use crate::{
    Endpoint, Errno, Fd, FourTuple, Operation, Outcome, Segment, SocketId, SocketTable, State,
    counted,
};

/// An exercise: it does its own operations, and no others.
pub trait Exercise {
    /// Does one operation on the table and says what came of it.
    fn perform(&mut self, table: &mut SocketTable, operation: &Operation) -> Outcome;
}

/// `04_listen`
#[derive(Debug, Clone, Copy)]
pub struct Listen {
    /// Does what listen(2) does.
    pub listen: fn(&mut SocketTable, Fd, i32) -> Result<(), Errno>,
}

impl Exercise for Listen {
    fn perform(&mut self, table: &mut SocketTable, operation: &Operation) -> Outcome {
        match operation {
            Operation::Listen { fd, backlog } => (self.listen)(table, *fd, *backlog).into(),
            other => Outcome::not_here(other),
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

impl Exercise for Accept {
    fn perform(&mut self, table: &mut SocketTable, operation: &Operation) -> Outcome {
        match operation {
            Operation::Arrives { segment, finds } => {
                (self.connection_packet)(table, *finds, segment).into()
            }
            Operation::Accept { fd } => (self.accept)(table, *fd).into(),
            other => Outcome::not_here(other),
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

impl<I: SocketIndex> Exercise for Lookup<I> {
    fn perform(&mut self, table: &mut SocketTable, operation: &Operation) -> Outcome {
        match operation {
            Operation::Lookup(tuple) => (self.lookup)(table, *tuple).into(),
            Operation::Index(FourTuple { local, remote }) => {
                self.update(table);
                let tuple = FourTuple { local: (*local).into(), remote: (*remote).into() };
                self.index.lookup(tuple).into()
            }
            Operation::CountLooks { connections } => count_looks::<I>(*connections),
            other => Outcome::not_here(other),
        }
    }
}

/// Fills an index and counts the looks of 400 lookups: an old connection, a young one, a client
/// that only a listener waits for, and a port that nobody listens at.
fn count_looks<I: SocketIndex>(connections: u32) -> Outcome {
    let server = SocketAddrV4::new(Ipv4Addr::new(198, 18, 203, 1), 80);
    let client = |number: u32| {
        let address = Ipv4Addr::from_bits(Ipv4Addr::new(198, 19, 0, 0).to_bits() + number / 50_000);
        SocketAddrV4::new(address, 10_000 + (number % 50_000) as u16)
    };
    let mut index = I::default();
    let listener = SocketId(1);
    index.insert(listener, server.into(), None);
    let id = |number: u32| SocketId(number + 2);
    for number in 0..connections {
        index.insert(id(number), server.into(), Some(client(number).into()));
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
                let [found, expected] = [found, expected].map(Outcome::from);
                return Outcome(format!("{found} instead of {expected} for {remote} → {local}"));
            }
        }
    }
    let looks = counted::looks() - before;
    Outcome(format!("{} looks in 100 lookups", looks * 100 / (u64::from(rounds) * 4).max(1)))
}
