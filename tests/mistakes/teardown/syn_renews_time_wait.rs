//! "In TIME_WAIT each segment begins the time anew."

use netstack::{Segment, SocketId, SocketTable, State};

pub use crate::right::pass;

pub fn arrives(table: &mut SocketTable, id: SocketId, segment: &Segment) -> Option<Segment> {
    let waits = table[id].state == State::TimeWait;
    let answer = crate::right::arrives(table, id, segment);
    if waits && !segment.flags.rst {
        table[id].timer = Some(crate::right::TIME_WAIT_SECONDS);
    }
    answer
}
