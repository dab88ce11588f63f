//! "The next bytes have their turn."

use netstack::{Flags, Segment, SocketId, SocketTable};

pub use crate::right::{acknowledged, output, received, send};

pub fn expired(table: &mut SocketTable, id: SocketId) -> Option<Segment> {
    let before = table[id].sending.clone()?;
    let segment = crate::right::expired(table, id)?;
    if before.una == before.nxt {
        return Some(segment);
    }
    let sent = before.nxt.wrapping_sub(before.una) as usize;
    let next = before.buffer.get(sent..).unwrap_or_default();
    let data = next[..next.len().min(before.mss)].to_vec();
    Some(Segment { seq: before.nxt, data, flags: Flags::ACK, ..segment })
}
