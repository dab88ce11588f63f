//! "It cannot be right, so it is dropped."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::{expired, output, received, send};

pub fn acknowledged(
    table: &mut SocketTable,
    id: SocketId,
    segment: &Segment,
    window: u32,
) -> Option<Segment> {
    let sending = table[id].sending.as_ref()?;
    if (segment.ack.wrapping_sub(sending.nxt) as i32) > 0 {
        return None;
    }
    crate::right::acknowledged(table, id, segment, window)
}
