//! "Nothing is lost, so nothing is sent again."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::{acknowledged, output, received, send};

pub fn expired(table: &mut SocketTable, id: SocketId) -> Option<Segment> {
    crate::right::expired(table, id).filter(|segment| segment.length() > 0)
}
