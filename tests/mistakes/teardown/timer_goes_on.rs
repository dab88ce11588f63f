//! "TIME_WAIT lasts 60 seconds from its beginning."

use netstack::{Segment, SocketId, SocketTable, State};

pub use crate::right::pass;

pub fn arrives(table: &mut SocketTable, id: SocketId, segment: &Segment) -> Option<Segment> {
    let before = table[id].clone();
    let answer = crate::right::arrives(table, id, segment);
    if before.state == State::TimeWait && table.get(id).is_some() {
        table[id].timer = before.timer.filter(|_| table[id].state == State::TimeWait);
    }
    answer
}
