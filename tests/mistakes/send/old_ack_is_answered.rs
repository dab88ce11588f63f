//! "Its number is wrong, so the peer should hear the right one."

use netstack::{Flags, Segment, SocketId, SocketTable};

pub use crate::right::{expired, output, received, send};

pub fn acknowledged(
    table: &mut SocketTable,
    id: SocketId,
    segment: &Segment,
    window: u32,
) -> Option<Segment> {
    let sending = table[id].sending.as_mut()?;
    if (sending.una.wrapping_sub(segment.ack) as i32) > 0 {
        let ack = Segment::new(Flags::ACK, segment.destination, segment.source);
        return Some(Segment { seq: sending.nxt, ..ack });
    }
    crate::right::acknowledged(table, id, segment, window)
}
