//! "The segment has the number that is next."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::{acknowledged, output, received, send};

pub fn expired(table: &mut SocketTable, id: SocketId) -> Option<Segment> {
    let before = table[id].sending.clone()?;
    let segment = crate::right::expired(table, id)?;
    if segment.length() > 0 {
        return Some(segment);
    }

    Some(Segment { seq: before.nxt, ..segment })
}
