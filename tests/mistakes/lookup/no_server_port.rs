//! "This address and this client: that can only be one connection."

use netstack::{FourTuple, SocketId, SocketTable, State};

pub use crate::right::Index;

pub fn lookup(table: &SocketTable, tuple: FourTuple) -> Option<SocketId> {
    let connection = table.iter().find(|(_, socket)| {
        socket.state != State::Closed
            && socket.local.is_some_and(|local| local.ip() == tuple.local.ip())
            && socket.remote == Some(tuple.remote)
    });
    connection.map(|(id, _)| id).or_else(|| crate::right::lookup(table, tuple))
}
