//! "It is too small for the segment, so we wait for a larger one."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::{acknowledged, output, received, send};

pub fn expired(table: &mut SocketTable, id: SocketId) -> Option<Segment> {
    let before = table[id].sending.clone()?;
    let segment = crate::right::expired(table, id)?;
    if before.una != before.nxt || before.window == 0 {
        return Some(segment);
    }
    if let Some(sending) = &mut table[id].sending {
        sending.nxt = before.nxt;
    }
    Some(Segment { seq: before.una.wrapping_sub(1), data: Vec::new(), ..segment })
}
