//! "The client's port tells the clients apart."

use netstack::{FourTuple, SocketId, SocketTable, State};

pub use crate::right::Index;

pub fn lookup(table: &SocketTable, tuple: FourTuple) -> Option<SocketId> {
    let connection = table.iter().find(|(_, socket)| {
        socket.state != State::Closed
            && socket.remote.is_some_and(|remote| remote.port() == tuple.remote.port())
            && socket.local == Some(tuple.local)
    });
    connection.map(|(id, _)| id).or_else(|| crate::right::lookup(table, tuple))
}
