//! "A segment belongs to the connection with its four values, or to nobody."

use netstack::{FourTuple, SocketId, SocketTable, State};

pub use crate::right::Index;

pub fn lookup(table: &SocketTable, tuple: FourTuple) -> Option<SocketId> {
    let connection = table.iter().find(|(_, socket)| {
        socket.state != State::Closed
            && socket.local == Some(tuple.local)
            && socket.remote == Some(tuple.remote)
    });
    connection.map(|(id, _)| id)
}
