//! "The port says which socket a segment is for. That is what ports are there for."

use netstack::{FourTuple, SocketId, SocketTable, State};

pub use crate::right::Index;

pub fn lookup(table: &SocketTable, tuple: FourTuple) -> Option<SocketId> {
    let mut open = table.iter().filter(|(_, socket)| socket.state != State::Closed);
    let found = open
        .find(|(_, socket)| socket.local.is_some_and(|local| local.port() == tuple.local.port()));
    found.map(|(id, _)| id)
}
