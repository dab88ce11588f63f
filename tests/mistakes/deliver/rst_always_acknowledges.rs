//! "An RST is always RST+ACK: it acknowledges what it refuses."

use netstack::{Flags, Segment, SocketId, SocketTable};

pub use crate::right::{recv, send};

pub fn deliver(
    table: &mut SocketTable,
    found: Option<SocketId>,
    segment: &Segment,
) -> Option<Segment> {
    let answer = crate::right::deliver(table, found, segment)?;
    if answer.flags == Flags::RST {
        let ack = segment.seq.wrapping_add(segment.length());
        return Some(Segment { flags: Flags::RST | Flags::ACK, ack, ..answer });
    }
    Some(answer)
}
