//! "What is sorted is found at once."

use std::collections::BTreeMap;

use netstack::{Endpoint, FourTuple, SocketId, SocketIndex};

pub use crate::right::lookup;

#[derive(Default)]
pub struct Index {
    connections: BTreeMap<FourTuple<Endpoint>, SocketId>,
    listeners: BTreeMap<Endpoint, SocketId>,
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
        let connection = self.connections.get(&tuple);
        let listener = || self.listeners.get(&tuple.local);
        let every_address = || self.listeners.get(&tuple.local.wildcard());
        connection.or_else(listener).or_else(every_address).copied()
    }
}
