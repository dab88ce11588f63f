//! "A segment without ACK is dropped, in every state."

use netstack::{Flags, Segment, SocketId, SocketTable};

pub use crate::right::pass;

pub fn arrives(table: &mut SocketTable, id: SocketId, segment: &Segment) -> Option<Segment> {
    if segment.flags == Flags::FIN {
        return None;
    }
    crate::right::arrives(table, id, segment)
}
