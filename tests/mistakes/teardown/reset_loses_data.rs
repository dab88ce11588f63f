//! "Broken off is broken off: the receive buffer goes with the connection."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::pass;

pub fn arrives(table: &mut SocketTable, id: SocketId, segment: &Segment) -> Option<Segment> {
    let answer = crate::right::arrives(table, id, segment);
    if segment.flags.rst && table.get(id).is_some() {
        table[id].received.clear();
    }
    answer
}
