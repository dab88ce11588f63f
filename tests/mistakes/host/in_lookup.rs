//! "The ports tell which connection it is."

use netstack::{FourTuple, SocketId, SocketTable, State};

pub use crate::right::{arrives, close, expired, shutdown};

pub fn lookup(table: &SocketTable, tuple: FourTuple) -> Option<SocketId> {
    let connection = table.iter().find(|(_, socket)| {
        socket.state != State::Closed
            && socket.local.is_some_and(|local| local.port() == tuple.local.port())
            && socket.remote.is_some_and(|remote| remote.port() == tuple.remote.port())
    });
    connection.map(|(id, _)| id).or_else(|| crate::files::lookup::lookup(table, tuple))
}
