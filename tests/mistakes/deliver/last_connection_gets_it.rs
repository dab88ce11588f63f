//! "The client that came last is the current one: the data is its data."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::{recv, send};

pub fn deliver(
    table: &mut SocketTable,
    found: Option<SocketId>,
    segment: &Segment,
) -> Option<Segment> {
    let connection = found.filter(|id| table[*id].remote.is_some());
    let current = table.iter().filter(|(_, socket)| socket.remote.is_some()).last();
    let current = current.map(|(id, _)| id);
    crate::right::deliver(table, connection.and(current).or(found), segment)
}
