//! "No connection is no connection, whether somebody listens or not."

use netstack::{Segment, SocketId, SocketTable, State};

pub use crate::right::{recv, send};

pub fn deliver(
    table: &mut SocketTable,
    found: Option<SocketId>,
    segment: &Segment,
) -> Option<Segment> {
    let found = found.filter(|id| table[*id].state != State::Listen);
    crate::right::deliver(table, found, segment)
}
