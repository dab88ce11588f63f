//! "The buffer holds the segment that came."

use netstack::{Flags, Segment, SocketId, SocketTable};

pub use crate::right::{recv, send};

pub fn deliver(
    table: &mut SocketTable,
    found: Option<SocketId>,
    segment: &Segment,
) -> Option<Segment> {
    let answer = crate::right::deliver(table, found, segment);
    if let (Some(id), Some(Flags::ACK)) = (found, answer.as_ref().map(|answer| answer.flags)) {
        table[id].received.clone_from(&segment.data);
    }
    answer
}
