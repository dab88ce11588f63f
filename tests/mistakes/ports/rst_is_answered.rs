//! "Every segment with an RST is to be acknowledged, or the peer sends it again."

use netstack::{Flags, Segment, SocketId, SocketTable};

pub use crate::right::connect;

pub fn answer(table: &mut SocketTable, id: SocketId, segment: &Segment) -> Option<Segment> {
    let answer = crate::right::answer(table, id, segment);
    if segment.flags.rst {
        return Some(Segment::new(Flags::ACK, segment.destination, segment.source));
    }
    answer
}
