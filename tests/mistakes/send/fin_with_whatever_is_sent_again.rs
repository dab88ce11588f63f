//! "The program has ended its data, so the segment has a FIN."

use netstack::{Flags, Segment, SocketId, SocketTable};

pub use crate::right::{acknowledged, output, received, send};

pub fn expired(table: &mut SocketTable, id: SocketId) -> Option<Segment> {
    let before = table[id].sending.clone()?;
    let segment = crate::right::expired(table, id)?;
    if before.una == before.nxt {
        return Some(segment);
    }

    let fin = before.fin.is_some();
    Some(Segment { flags: Flags { fin, ..segment.flags }, ..segment })
}
