//! "A socket with a local end and no remote end waits for clients."

use netstack::{FourTuple, SocketId, SocketTable};

pub use crate::right::Index;

pub fn lookup(table: &SocketTable, tuple: FourTuple) -> Option<SocketId> {
    let bound = || {
        table
            .iter()
            .find(|(_, socket)| socket.local == Some(tuple.local) && socket.remote.is_none())
            .map(|(id, _)| id)
    };
    crate::right::lookup(table, tuple).or_else(bound)
}
