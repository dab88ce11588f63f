//! "The window is closed, so nothing may be sent."

use netstack::{Flags, Segment, SocketId, SocketTable};

pub use crate::right::{acknowledged, output, received, send};

pub fn expired(table: &mut SocketTable, id: SocketId) -> Option<Segment> {
    let before = table[id].sending.clone()?;
    let segment = crate::right::expired(table, id)?;
    if before.window == 0 && before.una != before.nxt {
        let seq = before.una.wrapping_sub(1);
        return Some(Segment { seq, data: Vec::new(), flags: Flags::ACK, ..segment });
    }
    Some(segment)
}
