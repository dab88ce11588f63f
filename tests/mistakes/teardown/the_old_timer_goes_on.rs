//! "The orphan has 60 seconds for all that is left, from FIN_WAIT_2 to the end."

use netstack::{Segment, SocketId, SocketTable, State};

pub use crate::right::pass;

pub fn arrives(table: &mut SocketTable, id: SocketId, segment: &Segment) -> Option<Segment> {
    let before = table[id].clone();
    let answer = crate::right::arrives(table, id, segment);
    if before.state == State::FinWait2
        && let Some(seconds) = before.timer
        && table.get(id).is_some_and(|socket| socket.state == State::TimeWait)
    {
        table[id].timer = Some(seconds);
    }
    answer
}
