//! "An RST must not end TIME_WAIT: RFC 1337 says so."

use netstack::{Segment, SocketId, SocketTable, State};

pub use crate::right::pass;

pub fn arrives(table: &mut SocketTable, id: SocketId, segment: &Segment) -> Option<Segment> {
    if table[id].state == State::TimeWait && segment.flags.rst {
        return None;
    }
    crate::right::arrives(table, id, segment)
}
