//! "Nothing was acknowledged, so all of it is sent again."

use netstack::{Flags, Segment, SocketId, SocketTable};

pub use crate::right::{acknowledged, output, received, send};

pub fn expired(table: &mut SocketTable, id: SocketId) -> Option<Segment> {
    let before = table[id].sending.clone()?;
    let segment = crate::right::expired(table, id)?;
    if before.una == before.nxt {
        return Some(segment);
    }
    let sent = before.nxt.wrapping_sub(before.una) as usize;
    let data = before.buffer[..sent.min(before.buffer.len())].to_vec();
    let fin = before.fin.is_some_and(|fin| before.nxt == fin.wrapping_add(1));
    Some(Segment { data, flags: Flags { fin, ..segment.flags }, ..segment })
}
