//! "SYN and FIN are flags, so together they count as one."

use netstack::{Flags, Segment, SocketId, SocketTable};

pub use crate::right::{recv, send};

pub fn deliver(
    table: &mut SocketTable,
    found: Option<SocketId>,
    segment: &Segment,
) -> Option<Segment> {
    let mut answer = crate::right::deliver(table, found, segment)?;
    if segment.flags.contains(Flags::SYN | Flags::FIN) && answer.flags.ack {
        answer.ack = answer.ack.wrapping_sub(1);
    }
    Some(answer)
}
