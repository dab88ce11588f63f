//! "The connection is over, so its state is CLOSED. Nobody looks at the rest."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::pass;

pub fn arrives(table: &mut SocketTable, id: SocketId, segment: &Segment) -> Option<Segment> {
    let timer = table[id].timer;
    let answer = crate::right::arrives(table, id, segment);
    if segment.flags.rst && table.get(id).is_some() {
        table[id].timer = timer;
    }
    answer
}
