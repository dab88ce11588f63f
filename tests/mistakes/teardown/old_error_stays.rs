//! "The first error is the cause of all others, so it is the one to tell."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::pass;

pub fn arrives(table: &mut SocketTable, id: SocketId, segment: &Segment) -> Option<Segment> {
    let old = table[id].error;
    let answer = crate::right::arrives(table, id, segment);
    if old.is_some() && table.get(id).is_some() {
        table[id].error = old;
    }
    answer
}
