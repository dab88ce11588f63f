//! "The connection is over."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::{acknowledged, output, received, send};

pub fn expired(table: &mut SocketTable, id: SocketId) -> Option<Segment> {
    let segment = crate::right::expired(table, id);
    table[id].error = None;
    segment
}
