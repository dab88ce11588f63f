//! "Its number is old, but its window is what the peer says."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::{expired, output, received, send};

pub fn acknowledged(
    table: &mut SocketTable,
    id: SocketId,
    segment: &Segment,
    window: u32,
) -> Option<Segment> {
    let sending = table[id].sending.as_mut()?;
    if (sending.una.wrapping_sub(segment.ack) as i32) > 0 {
        sending.window = window;
        return None;
    }
    crate::right::acknowledged(table, id, segment, window)
}
