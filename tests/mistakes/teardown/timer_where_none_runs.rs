//! "Both FINs are on their way, so the time begins."

use netstack::{Segment, SocketId, SocketTable, State};

pub use crate::right::pass;

pub fn arrives(table: &mut SocketTable, id: SocketId, segment: &Segment) -> Option<Segment> {
    let answer = crate::right::arrives(table, id, segment);
    if table.get(id).is_some_and(|socket| socket.state == State::Closing) {
        table[id].timer = Some(60);
    }
    answer
}
