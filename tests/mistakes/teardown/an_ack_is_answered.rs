//! "An ACK is answered too, so that the peer knows that it has come."

use netstack::{Flags, Segment, SocketId, SocketTable};

pub use crate::right::pass;

pub fn arrives(table: &mut SocketTable, id: SocketId, segment: &Segment) -> Option<Segment> {
    let answer = crate::right::arrives(table, id, segment);
    if answer.is_none() && segment.length() == 0 && !segment.flags.rst {
        return Some(Segment::new(Flags::ACK, segment.destination, segment.source));
    }
    answer
}
