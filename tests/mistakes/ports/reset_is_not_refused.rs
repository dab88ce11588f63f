//! "An RST is a reset: ECONNRESET."

use netstack::{Errno, Segment, SocketId, SocketTable, State};

pub use crate::right::connect;

pub fn answer(table: &mut SocketTable, id: SocketId, segment: &Segment) -> Option<Segment> {
    let answer = crate::right::answer(table, id, segment);
    if table[id].state == State::Closed {
        table[id].error = Some(Errno::ECONNRESET);
    }
    answer
}
