//! "The last number is the last: there is nothing behind it."

use netstack::{Flags, Segment, SocketId, SocketTable};

pub use crate::right::{recv, send};

pub fn deliver(
    table: &mut SocketTable,
    found: Option<SocketId>,
    segment: &Segment,
) -> Option<Segment> {
    let answer = crate::right::deliver(table, found, segment)?;
    if answer.flags == Flags::RST | Flags::ACK {
        return Some(Segment { ack: segment.seq.saturating_add(segment.length()), ..answer });
    }
    Some(answer)
}
