//! "The source port says which client it is."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::{recv, send};

pub fn deliver(
    table: &mut SocketTable,
    found: Option<SocketId>,
    segment: &Segment,
) -> Option<Segment> {
    let connection = found.filter(|id| table[*id].remote.is_some());
    let port = segment.source.port();
    let client = table
        .iter()
        .find(|(_, socket)| socket.remote.is_some_and(|remote| remote.port() == port))
        .map(|(id, _)| id);
    crate::right::deliver(table, connection.and(client).or(found), segment)
}
