//! "All addresses of this host are this host."

use netstack::{FourTuple, SocketId, SocketTable, State};

pub use crate::right::Index;

pub fn lookup(table: &SocketTable, tuple: FourTuple) -> Option<SocketId> {
    let connection = table.iter().find(|(_, socket)| {
        socket.state != State::Closed
            && socket.local.is_some_and(|local| local.port() == tuple.local.port())
            && socket.remote == Some(tuple.remote)
    });
    connection.map(|(id, _)| id).or_else(|| crate::right::lookup(table, tuple))
}
