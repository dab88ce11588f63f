//! "An ACK says how much has arrived."

use netstack::{Flags, Segment, SocketId, SocketTable};

pub use crate::right::pass;

pub fn arrives(table: &mut SocketTable, id: SocketId, segment: &Segment) -> Option<Segment> {
    let mut answer = crate::right::arrives(table, id, segment)?;
    if answer.flags == Flags::ACK {
        answer.ack = segment.seq.wrapping_add(segment.length());
    }
    Some(answer)
}
