//! "Nobody is there any more, so nothing of it is needed."

use netstack::{Segment, SocketId, SocketTable, State};

pub use crate::right::{acknowledged, output, received, send};

pub fn expired(table: &mut SocketTable, id: SocketId) -> Option<Segment> {
    let segment = crate::right::expired(table, id);
    if table[id].state == State::Closed {
        table.remove(id);
    }
    segment
}
