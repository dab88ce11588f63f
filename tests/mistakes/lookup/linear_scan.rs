//! "An index is a list of its own, with what the lookup needs and nothing else."

use netstack::{Endpoint, FourTuple, SocketId, SocketIndex};

pub use crate::right::lookup;

#[derive(Default)]
pub struct Index {
    sockets: Vec<(SocketId, Endpoint, Option<Endpoint>)>,
}

impl SocketIndex for Index {
    fn insert(&mut self, id: SocketId, local: Endpoint, remote: Option<Endpoint>) {
        self.sockets.push((id, local, remote));
    }

    fn remove(&mut self, id: SocketId, _: Endpoint, _: Option<Endpoint>) {
        self.sockets.retain(|(other, _, _)| *other != id);
    }

    fn lookup(&self, tuple: FourTuple<Endpoint>) -> Option<SocketId> {
        let find = |local: Endpoint, remote: Option<Endpoint>| {
            let found = self.sockets.iter().find(|(_, l, r)| (l, r) == (&local, &remote));
            found.map(|(id, _, _)| *id)
        };
        find(tuple.local, Some(tuple.remote))
            .or_else(|| find(tuple.local, None))
            .or_else(|| find(tuple.local.wildcard(), None))
    }
}
