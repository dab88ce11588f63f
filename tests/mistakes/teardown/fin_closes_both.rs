//! "The client has closed the connection, so it is closed."

use netstack::{Segment, SocketId, SocketTable, State};

pub use crate::right::pass;

pub fn arrives(table: &mut SocketTable, id: SocketId, segment: &Segment) -> Option<Segment> {
    let before = table[id].state;
    let answer = crate::right::arrives(table, id, segment);
    if before == State::Established && segment.flags.fin {
        table[id].state = State::Closed;
    }
    answer
}
