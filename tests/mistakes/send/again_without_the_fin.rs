//! "The bytes are sent again, from the buffer."

use netstack::{Flags, Segment, SocketId, SocketTable};

pub use crate::right::{acknowledged, output, received, send};

pub fn expired(table: &mut SocketTable, id: SocketId) -> Option<Segment> {
    let segment = crate::right::expired(table, id)?;
    Some(Segment { flags: Flags { fin: false, ..segment.flags }, ..segment })
}
