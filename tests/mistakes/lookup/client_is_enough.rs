//! "The client's address and port say who it is. What it is connected with does not matter."

use netstack::{FourTuple, SocketId, SocketTable, State};

pub use crate::right::Index;

pub fn lookup(table: &SocketTable, tuple: FourTuple) -> Option<SocketId> {
    let connection = table
        .iter()
        .find(|(_, socket)| socket.state != State::Closed && socket.remote == Some(tuple.remote));
    connection.map(|(id, _)| id).or_else(|| crate::right::lookup(table, tuple))
}
