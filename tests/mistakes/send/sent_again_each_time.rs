//! "All that is not acknowledged has to go out."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::{acknowledged, expired, received, send};

pub fn output(table: &mut SocketTable, id: SocketId) -> Vec<Segment> {
    let Some(before) = table[id].sending.clone() else { return Vec::new() };
    if let Some(sending) = &mut table[id].sending {
        sending.nxt = sending.una;
    }
    let segments = crate::right::output(table, id);
    if let Some(sending) = &mut table[id].sending
        && (before.nxt.wrapping_sub(sending.nxt) as i32) > 0
    {
        sending.nxt = before.nxt;
    }
    segments
}
