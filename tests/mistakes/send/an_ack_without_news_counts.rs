//! "An ACK has come, so the peer is there, and the time begins anew."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::{expired, output, received, send};

pub fn acknowledged(
    table: &mut SocketTable,
    id: SocketId,
    segment: &Segment,
    window: u32,
) -> Option<Segment> {
    let before = table[id].sending.clone()?;
    let answer = crate::right::acknowledged(table, id, segment, window);
    if let Some(sending) = &mut table[id].sending
        && segment.ack == before.una
        && before.una != before.nxt
    {
        sending.tries = 0;
        sending.timer = Some(crate::right::RTO_SECONDS);
    }
    answer
}
