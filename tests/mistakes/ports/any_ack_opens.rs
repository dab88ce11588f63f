//! "The server has acknowledged, so the connection is open."

use netstack::{Flags, Segment, SocketId, SocketTable, State};

pub use crate::right::connect;

pub fn answer(table: &mut SocketTable, id: SocketId, segment: &Segment) -> Option<Segment> {
    if segment.flags == Flags::ACK {
        table[id].state = State::Established;
        return None;
    }
    crate::right::answer(table, id, segment)
}
