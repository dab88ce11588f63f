//! "What is sorted is found at once."

use std::collections::BTreeMap;

use netstack::{Endpoint, FourTuple, SocketId, SocketIndex};

pub use crate::right::lookup;

#[derive(Default)]
pub struct Index {
    connections: BTreeMap<FourTuple<Endpoint>, SocketId>,
    listeners: BTreeMap<Endpoint, Vec<SocketId>>,
}

impl SocketIndex for Index {
    fn insert(&mut self, id: SocketId, local: Endpoint, remote: Option<Endpoint>) {
        match remote {
            Some(remote) => {
                self.connections.insert(FourTuple { local, remote }, id);
            }
            None => self.listeners.entry(local).or_default().push(id),
        }
    }

    fn remove(&mut self, id: SocketId, local: Endpoint, remote: Option<Endpoint>) {
        if let Some(remote) = remote {
            self.connections.remove(&FourTuple { local, remote });
        } else if let Some(ids) = self.listeners.get_mut(&local) {
            ids.retain(|other| *other != id);
        }
    }

    fn lookup(&self, tuple: FourTuple<Endpoint>) -> Option<SocketId> {
        let listener = |local: Endpoint| self.listeners.get(&local)?.first();
        let connection = self.connections.get(&tuple);
        let here = || listener(tuple.local);
        let every_address = || listener(tuple.local.wildcard());
        connection.or_else(here).or_else(every_address).copied()
    }
}
