//! "The socket that goes is the one at this local end."

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

    fn remove(&mut self, _: SocketId, local: Endpoint, _: Option<Endpoint>) {
        self.sockets.retain(|(_, other, _)| *other != local);
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
