//! "One byte, to see whether there is room."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::{acknowledged, output, received, send};

pub fn expired(table: &mut SocketTable, id: SocketId) -> Option<Segment> {
    let before = table[id].sending.clone()?;
    let segment = crate::right::expired(table, id)?;
    if segment.length() > 0 {
        return Some(segment);
    }

    match before.buffer.first() {
        Some(byte) => Some(Segment { seq: before.una, data: vec![*byte], ..segment }),
        None => Some(segment),
    }
}
