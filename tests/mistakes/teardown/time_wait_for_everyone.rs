//! "A connection that has ended in order ends with TIME_WAIT."

use netstack::{Segment, SocketId, SocketTable, State};

pub use crate::right::pass;

pub fn arrives(table: &mut SocketTable, id: SocketId, segment: &Segment) -> Option<Segment> {
    if table[id].state == State::LastAck && segment.flags.ack && !segment.flags.rst {
        table[id].state = State::TimeWait;
        table[id].timer = Some(crate::right::TIME_WAIT_SECONDS);
        return None;
    }
    crate::right::arrives(table, id, segment)
}
