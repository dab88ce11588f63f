//! "A SYN has come back, so both sides agree."

use netstack::{Flags, Segment, SocketId, SocketTable, State};

pub use crate::right::connect;

pub fn answer(table: &mut SocketTable, id: SocketId, segment: &Segment) -> Option<Segment> {
    if segment.flags == Flags::SYN {
        table[id].state = State::Established;
        return Some(Segment::new(Flags::ACK, segment.destination, segment.source));
    }
    crate::right::answer(table, id, segment)
}
