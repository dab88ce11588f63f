//! "A request is text."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::{recv, send};

pub fn deliver(
    table: &mut SocketTable,
    found: Option<SocketId>,
    segment: &Segment,
) -> Option<Segment> {
    if found.is_none_or(|id| table[id].remote.is_none()) {
        return crate::right::deliver(table, found, segment);
    }
    let text = String::from_utf8_lossy(&segment.data).into_owned().into_bytes();
    crate::right::deliver(table, found, &Segment { data: text, ..segment.clone() })
}
