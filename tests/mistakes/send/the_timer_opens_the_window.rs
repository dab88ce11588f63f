//! "The time is over, so the segment goes out as it is."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::{acknowledged, output, received, send};

pub fn expired(table: &mut SocketTable, id: SocketId) -> Option<Segment> {
    let before = table[id].sending.clone()?;
    let segment = crate::right::expired(table, id)?;
    if before.una != before.nxt || before.window == 0 {
        return Some(segment);
    }
    let data = before.buffer[..before.buffer.len().min(before.mss)].to_vec();
    if let Some(sending) = &mut table[id].sending {
        sending.nxt = before.nxt.wrapping_add(data.len() as u32);
    }
    Some(Segment { data, ..segment })
}
