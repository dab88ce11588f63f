//! "An ACK says how much has arrived: the segment's seq plus its length."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::{recv, send};

pub fn deliver(
    table: &mut SocketTable,
    found: Option<SocketId>,
    segment: &Segment,
) -> Option<Segment> {
    let mut answer = crate::right::deliver(table, found, segment)?;
    if !answer.flags.rst {
        answer.seq = segment.ack;
        answer.ack = segment.seq.wrapping_add(segment.length());
    }
    Some(answer)
}
