//! "What is newest stands first."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::{recv, send};

pub fn deliver(
    table: &mut SocketTable,
    found: Option<SocketId>,
    segment: &Segment,
) -> Option<Segment> {
    let old = found.map(|id| table[id].received.clone()).unwrap_or_default();
    let answer = crate::right::deliver(table, found, segment);
    if let Some(id) = found
        && table[id].received != old
    {
        table[id].received = [&segment.data[..], &old[..]].concat();
    }
    answer
}
