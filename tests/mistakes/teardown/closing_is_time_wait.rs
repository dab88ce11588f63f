//! "Both sides have sent their FIN, so this is TIME_WAIT."

use netstack::{Segment, SocketId, SocketTable, State};

pub use crate::right::pass;

pub fn arrives(table: &mut SocketTable, id: SocketId, segment: &Segment) -> Option<Segment> {
    let answer = crate::right::arrives(table, id, segment);
    if table.get(id).is_some_and(|socket| socket.state == State::Closing) {
        table[id].state = State::TimeWait;
        table[id].timer = Some(crate::right::TIME_WAIT_SECONDS);
    }
    answer
}
