//! "TIME_WAIT lasts for two minutes: twice the longest life of a segment."

use netstack::{Segment, SocketId, SocketTable, State};

pub use crate::right::pass;

pub fn arrives(table: &mut SocketTable, id: SocketId, segment: &Segment) -> Option<Segment> {
    let answer = crate::right::arrives(table, id, segment);
    if table.get(id).is_some_and(|socket| socket.state == State::TimeWait) && !segment.flags.syn {
        table[id].timer = Some(120);
    }
    answer
}
