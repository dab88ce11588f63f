//! "The peer knows what it has got."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::{expired, output, received, send};

pub fn acknowledged(
    table: &mut SocketTable,
    id: SocketId,
    segment: &Segment,
    window: u32,
) -> Option<Segment> {
    let sending = table[id].sending.as_mut()?;
    if (segment.ack.wrapping_sub(sending.nxt) as i32) > 0 {
        let new = segment.ack.wrapping_sub(sending.una) as usize;
        sending.buffer.drain(..new.min(sending.buffer.len()));
        sending.una = segment.ack;
        sending.window = window;
        sending.tries = 0;
        sending.timer = None;
        return None;
    }
    crate::right::acknowledged(table, id, segment, window)
}
