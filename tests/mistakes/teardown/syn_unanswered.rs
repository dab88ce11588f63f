//! "A SYN makes no sense here, so it is dropped."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::pass;

pub fn arrives(table: &mut SocketTable, id: SocketId, segment: &Segment) -> Option<Segment> {
    if segment.flags.syn && !segment.flags.rst {
        return None;
    }
    crate::right::arrives(table, id, segment)
}
