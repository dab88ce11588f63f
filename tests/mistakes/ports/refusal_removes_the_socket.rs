//! "The connection has failed, so the socket goes."

use netstack::{Segment, SocketId, SocketTable, State};

pub use crate::right::connect;

pub fn answer(table: &mut SocketTable, id: SocketId, segment: &Segment) -> Option<Segment> {
    let answer = crate::right::answer(table, id, segment);
    if table[id].state == State::Closed {
        table.remove(id);
    }
    answer
}
