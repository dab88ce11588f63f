//! "What comes behind it is sent again too, so we begin there."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::{acknowledged, output, received, send};

pub fn expired(table: &mut SocketTable, id: SocketId) -> Option<Segment> {
    let segment = crate::right::expired(table, id);
    if let (Some(sending), Some(segment)) = (&mut table[id].sending, &segment)
        && segment.length() > 0
    {
        sending.nxt = segment.seq.wrapping_add(segment.length());
    }
    segment
}
