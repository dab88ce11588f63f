//! "The listening socket takes what comes for its port. Only without one are the others asked."

use netstack::{FourTuple, SocketId, SocketTable, State};

pub use crate::right::Index;

pub fn lookup(table: &SocketTable, tuple: FourTuple) -> Option<SocketId> {
    let listener = table
        .iter()
        .find(|(_, socket)| socket.state == State::Listen && socket.local == Some(tuple.local));
    listener.map(|(id, _)| id).or_else(|| crate::right::lookup(table, tuple))
}
