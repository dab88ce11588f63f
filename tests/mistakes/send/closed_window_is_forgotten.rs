//! "All that was sent is acknowledged, so no timer runs."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::{expired, output, received, send};

pub fn acknowledged(
    table: &mut SocketTable,
    id: SocketId,
    segment: &Segment,
    window: u32,
) -> Option<Segment> {
    let answer = crate::right::acknowledged(table, id, segment, window);
    if let Some(sending) = &mut table[id].sending
        && segment.ack == sending.una
        && sending.una == sending.nxt
    {
        sending.timer = None;
    }
    answer
}
