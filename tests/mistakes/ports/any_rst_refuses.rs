//! "RST means: refused."

use netstack::{Errno, Segment, SocketId, SocketTable, State};

pub use crate::right::connect;

pub fn answer(table: &mut SocketTable, id: SocketId, segment: &Segment) -> Option<Segment> {
    if segment.flags.rst {
        table[id].state = State::Closed;
        table[id].error = Some(Errno::ECONNREFUSED);
        return None;
    }
    crate::right::answer(table, id, segment)
}
