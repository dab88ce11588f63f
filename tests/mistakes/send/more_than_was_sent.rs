//! "A segment has room for mss bytes."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::{acknowledged, output, received, send};

pub fn expired(table: &mut SocketTable, id: SocketId) -> Option<Segment> {
    let before = table[id].sending.clone()?;
    let segment = crate::right::expired(table, id)?;
    if before.una == before.nxt {
        return Some(segment);
    }
    let sent = before.nxt.wrapping_sub(before.una) as usize;
    if sent >= before.mss || sent >= before.buffer.len() {
        return Some(segment);
    }
    let data = before.buffer[..before.buffer.len().min(before.mss)].to_vec();
    Some(Segment { data, ..segment })
}
