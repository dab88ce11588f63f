//! "Behind a FIN nothing follows, so I mark the end at once."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::{recv, send};

pub fn deliver(
    table: &mut SocketTable,
    found: Option<SocketId>,
    segment: &Segment,
) -> Option<Segment> {
    let answer = crate::right::deliver(table, found, segment);
    if let Some(id) = found
        && segment.flags.fin
        && table[id].remote.is_some()
    {
        table[id].ended = true;
    }
    answer
}
