//! "The socket is CLOSED. That says enough."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::pass;

pub fn arrives(table: &mut SocketTable, id: SocketId, segment: &Segment) -> Option<Segment> {
    let answer = crate::right::arrives(table, id, segment);
    if segment.flags.rst && table.get(id).is_some() {
        table[id].error = None;
    }
    answer
}
