//! "Nobody has accepted this connection, so nobody can want its data."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::{recv, send};

pub fn deliver(
    table: &mut SocketTable,
    found: Option<SocketId>,
    segment: &Segment,
) -> Option<Segment> {
    let unaccepted = |id: &SocketId| table.queue_with(*id).is_some();
    if found.as_ref().is_some_and(unaccepted) {
        return None;
    }
    crate::right::deliver(table, found, segment)
}
