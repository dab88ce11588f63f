//! "It is not the answer, so it is nothing."

use netstack::{Flags, Segment, SocketId, SocketTable};

pub use crate::right::connect;

pub fn answer(table: &mut SocketTable, id: SocketId, segment: &Segment) -> Option<Segment> {
    if segment.flags == Flags::ACK {
        return None;
    }
    crate::right::answer(table, id, segment)
}
