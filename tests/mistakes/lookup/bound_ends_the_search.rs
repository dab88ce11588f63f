//! "A socket is bound to this very address. It does not listen, so nobody does."

use netstack::{FourTuple, SocketId, SocketTable, State};

pub use crate::right::Index;

pub fn lookup(table: &SocketTable, tuple: FourTuple) -> Option<SocketId> {
    let found = crate::right::lookup(table, tuple);
    let is_bound = table.iter().any(|(_, socket)| {
        let is_here = socket.local == Some(tuple.local) && socket.remote.is_none();
        is_here && socket.state == State::Closed
    });
    found.filter(|id| !is_bound || table[*id].local == Some(tuple.local))
}
