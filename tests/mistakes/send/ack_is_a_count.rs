//! "ack says how many bytes have come."

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
        && sending.una != before.una
    {
        sending.una = before.una.wrapping_add(segment.ack);
        let count = (segment.ack as usize).min(before.buffer.len());
        sending.buffer = before.buffer[count..].to_vec();
    }
    answer
}
