//! "One look into the map says who listens there."

use netstack::{Endpoint, FourTuple, SocketId, SocketIndex};

pub use crate::right::lookup;

#[derive(Default)]
pub struct Index {
    sockets: std::collections::HashMap<(Endpoint, Option<Endpoint>), SocketId>,
}

impl SocketIndex for Index {
    fn insert(&mut self, id: SocketId, local: Endpoint, remote: Option<Endpoint>) {
        self.sockets.insert((local, remote), id);
    }

    fn remove(&mut self, _: SocketId, local: Endpoint, remote: Option<Endpoint>) {
        self.sockets.remove(&(local, remote));
    }

    fn lookup(&self, tuple: FourTuple<Endpoint>) -> Option<SocketId> {
        let connection = self.sockets.get(&(tuple.local, Some(tuple.remote)));
        connection.or_else(|| self.sockets.get(&(tuple.local, None))).copied()
    }
}
