//! Which socket does a segment belong to? First found correctly, then found quickly.

use std::collections::HashMap;
use std::net::{Ipv4Addr, SocketAddrV4};

use netstack::{Endpoint, FourTuple, SocketId, SocketIndex, SocketTable, State};

/// Finds the socket that a segment with these four values belongs to.
pub fn lookup(table: &SocketTable, tuple: FourTuple) -> Option<SocketId> {
    // One walk for each rule: the rules have an order, and the table's order must not mix with it.
    let connection = || {
        table.iter().find(|(_, socket)| {
            // A half-open connection and one in TIME_WAIT have their four values too. A socket in
            // CLOSED may still have old addresses written in it, but they are nobody's any more.
            socket.state != State::Closed
                && socket.local == Some(tuple.local)
                && socket.remote == Some(tuple.remote)
        })
    };
    let listener = |local: SocketAddrV4| {
        table.iter().find(move |(_, socket)| {
            // A socket that is bound only has a local end as well. It waits for nobody.
            socket.state == State::Listen && socket.local == Some(local)
        })
    };
    let every_address = SocketAddrV4::new(Ipv4Addr::UNSPECIFIED, tuple.local.port());

    let (id, _) =
        connection().or_else(|| listener(tuple.local)).or_else(|| listener(every_address))?;
    Some(id)
}

/// Finds the same socket, and does not walk through all others to find it.
///
/// One map for both kinds of socket would do, with the remote end as an `Option`. With two maps a
/// connection can't be taken for a listening socket, nor removed in its place.
#[derive(Debug, Default)]
pub struct Index {
    /// Both ends are the key: with less, two connections could have the same.
    connections: HashMap<FourTuple<Endpoint>, SocketId>,
    /// The wildcard needs no map of its own. 0.0.0.0 is a key here like any other address.
    listeners: HashMap<Endpoint, SocketId>,
}

impl SocketIndex for Index {
    fn insert(&mut self, id: SocketId, local: Endpoint, remote: Option<Endpoint>) {
        match remote {
            Some(remote) => self.connections.insert(FourTuple { local, remote }, id),
            None => self.listeners.insert(local, id),
        };
    }

    fn remove(&mut self, _: SocketId, local: Endpoint, remote: Option<Endpoint>) {
        match remote {
            Some(remote) => self.connections.remove(&FourTuple { local, remote }),
            None => self.listeners.remove(&local),
        };
    }

    fn lookup(&self, tuple: FourTuple<Endpoint>) -> Option<SocketId> {
        // Three questions at most, however many sockets there are.
        let connection = self.connections.get(&tuple);
        let listener = || self.listeners.get(&tuple.local);
        let every_address = || self.listeners.get(&tuple.local.wildcard());
        connection.or_else(listener).or_else(every_address).copied()
    }
}
