//! "The four values are written in the socket, so the segment is for it."

use netstack::{FourTuple, SocketId, SocketTable};

pub use crate::right::Index;

pub fn lookup(table: &SocketTable, tuple: FourTuple) -> Option<SocketId> {
    let ends = (Some(tuple.local), Some(tuple.remote));
    let found = table.iter().find(|(_, socket)| (socket.local, socket.remote) == ends);
    found.map(|(id, _)| id).or_else(|| crate::right::lookup(table, tuple))
}
