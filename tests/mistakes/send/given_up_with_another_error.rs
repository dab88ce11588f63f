//! "The connection is broken, so it is ECONNRESET."

use netstack::{Errno, Segment, SocketId, SocketTable, State};

pub use crate::right::{acknowledged, output, received, send};

pub fn expired(table: &mut SocketTable, id: SocketId) -> Option<Segment> {
    let segment = crate::right::expired(table, id);
    if table[id].state == State::Closed {
        table[id].error = Some(Errno::ECONNRESET);
    }
    segment
}
