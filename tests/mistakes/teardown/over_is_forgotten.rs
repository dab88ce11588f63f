//! "A connection that is over has no peer."

use netstack::{Segment, SocketId, SocketTable, State};

pub use crate::right::pass;

pub fn arrives(table: &mut SocketTable, id: SocketId, segment: &Segment) -> Option<Segment> {
    let answer = crate::right::arrives(table, id, segment);
    if table.get(id).is_some_and(|socket| socket.state == State::Closed) {
        table[id].remote = None;
    }
    answer
}
