//! "This segment is for a connection that is CLOSED. So it is for nobody."

use netstack::{FourTuple, SocketId, SocketTable, State};

pub use crate::right::Index;

pub fn lookup(table: &SocketTable, tuple: FourTuple) -> Option<SocketId> {
    let ends = (Some(tuple.local), Some(tuple.remote));
    let connection = table.iter().find(|(_, socket)| (socket.local, socket.remote) == ends);
    match connection {
        Some((_, socket)) if socket.state == State::Closed => None,
        _ => crate::right::lookup(table, tuple),
    }
}
