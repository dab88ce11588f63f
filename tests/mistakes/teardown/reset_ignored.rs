//! "The peer has a problem. This side is still connected."

use netstack::{Errno, Segment, SocketId, SocketTable};

pub use crate::right::pass;

pub fn arrives(table: &mut SocketTable, id: SocketId, segment: &Segment) -> Option<Segment> {
    if segment.flags.rst {
        table[id].error = Some(Errno::ECONNRESET);
        return None;
    }
    crate::right::arrives(table, id, segment)
}
