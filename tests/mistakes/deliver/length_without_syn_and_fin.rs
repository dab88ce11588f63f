//! "The length of a segment is the length of its data."

use netstack::{Flags, Segment, SocketId, SocketTable};

pub use crate::right::{recv, send};

pub fn deliver(
    table: &mut SocketTable,
    found: Option<SocketId>,
    segment: &Segment,
) -> Option<Segment> {
    let answer = crate::right::deliver(table, found, segment)?;
    if answer.flags == Flags::RST | Flags::ACK {
        let ack = segment.seq.wrapping_add(segment.data.len() as u32);
        return Some(Segment { ack, ..answer });
    }
    Some(answer)
}
