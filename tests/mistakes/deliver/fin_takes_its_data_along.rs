//! "A FIN is not my business, so a segment with a FIN is for another function."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::{recv, send};

pub fn deliver(
    table: &mut SocketTable,
    found: Option<SocketId>,
    segment: &Segment,
) -> Option<Segment> {
    let connected = found.is_some_and(|id| table[id].remote.is_some());
    if connected && segment.flags.fin {
        return None;
    }
    crate::right::deliver(table, found, segment)
}
