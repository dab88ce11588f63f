//! "Only one socket listens at an endpoint. So the endpoint is the key."

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

    fn remove(&mut self, _: SocketId, local: Endpoint, remote: Option<Endpoint>) {
        self.sockets.remove(&(local, remote));
    }

    fn lookup(&self, tuple: FourTuple<Endpoint>) -> Option<SocketId> {
        let find = |local, remote| self.sockets.get(&(local, remote)).copied();
        find(tuple.local, Some(tuple.remote))
            .or_else(|| find(tuple.local, None))
            .or_else(|| find(tuple.local.wildcard(), None))
    }
}
