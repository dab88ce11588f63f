//! "Every segment is acknowledged."

use netstack::{Flags, Segment, SocketId, SocketTable};

pub use crate::right::{recv, send};

pub fn deliver(
    table: &mut SocketTable,
    found: Option<SocketId>,
    segment: &Segment,
) -> Option<Segment> {
    let answer = crate::right::deliver(table, found, segment);
    let connection = found.is_some_and(|id| table[id].remote.is_some() && !table[id].ended);
    let acknowledge = || Segment::new(Flags::ACK, segment.destination, segment.source);
    answer.or_else(|| (connection && segment.flags.ack).then(acknowledge))
}
