//! "The server has one buffer: that of its first connection."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::{recv, send};

pub fn deliver(
    table: &mut SocketTable,
    found: Option<SocketId>,
    segment: &Segment,
) -> Option<Segment> {
    let connection = found.filter(|id| table[*id].remote.is_some());
    let first = table.iter().find(|(_, socket)| socket.remote.is_some()).map(|(id, _)| id);
    crate::right::deliver(table, connection.and(first).or(found), segment)
}
