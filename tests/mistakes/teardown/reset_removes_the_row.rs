//! "A reset connection is gone."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::pass;

pub fn arrives(table: &mut SocketTable, id: SocketId, segment: &Segment) -> Option<Segment> {
    if segment.flags.rst && table.queue_with(id).is_none() {
        table.remove(id);
        return None;
    }
    crate::right::arrives(table, id, segment)
}
