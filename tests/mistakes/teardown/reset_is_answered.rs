//! "Each segment is acknowledged, an RST too."

use netstack::{Flags, Segment, SocketId, SocketTable};

pub use crate::right::pass;

pub fn arrives(table: &mut SocketTable, id: SocketId, segment: &Segment) -> Option<Segment> {
    let answer = crate::right::arrives(table, id, segment);
    if segment.flags.rst {
        return Some(Segment::new(Flags::ACK, segment.destination, segment.source));
    }
    answer
}
