//! "The socket that goes is the one at this local end."

use std::collections::HashMap;

use netstack::{Endpoint, FourTuple, SocketId, SocketIndex};

pub use crate::right::lookup;

#[derive(Default)]
pub struct Index {
    sockets: HashMap<(Endpoint, Option<Endpoint>), SocketId>,
}

impl SocketIndex for Index {
    fn insert(&mut self, id: SocketId, local: Endpoint, remote: Option<Endpoint>) {
        self.sockets.insert((local, remote), id);
    }

    fn remove(&mut self, _: SocketId, local: Endpoint, _: Option<Endpoint>) {
        self.sockets.retain(|(other, _), _| *other != local);
    }

    fn lookup(&self, tuple: FourTuple<Endpoint>) -> Option<SocketId> {
        let find = |local, remote| self.sockets.get(&(local, remote)).copied();
        find(tuple.local, Some(tuple.remote))
            .or_else(|| find(tuple.local, None))
            .or_else(|| find(tuple.local.wildcard(), None))
    }
}
