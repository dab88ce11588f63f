//! "A server listens at a port. Its address does not matter."

use netstack::{FourTuple, SocketId, SocketTable, State};

pub use crate::right::Index;

pub fn lookup(table: &SocketTable, tuple: FourTuple) -> Option<SocketId> {
    let by_port = || {
        let listener = table.iter().find(|(_, socket)| {
            socket.state == State::Listen
                && socket.local.is_some_and(|local| local.port() == tuple.local.port())
        });
        listener.map(|(id, _)| id)
    };
    crate::right::lookup(table, tuple).or_else(by_port)
}
