//! "No socket fits exactly, so the nearest gets it: it has the same local end at least."

use netstack::{FourTuple, SocketId, SocketTable, State};

pub use crate::right::Index;

pub fn lookup(table: &SocketTable, tuple: FourTuple) -> Option<SocketId> {
    let nearest = || {
        let mut open = table.iter().filter(|(_, socket)| socket.state != State::Closed);
        open.find(|(_, socket)| socket.local == Some(tuple.local)).map(|(id, _)| id)
    };
    crate::right::lookup(table, tuple).or_else(nearest)
}
