//! "Both FINs are acknowledged: the connection is over."

use netstack::{Segment, SocketId, SocketTable, State};

pub use crate::right::pass;

pub fn arrives(table: &mut SocketTable, id: SocketId, segment: &Segment) -> Option<Segment> {
    let before = table[id].state;
    let answer = crate::right::arrives(table, id, segment);
    if table.get(id).is_some_and(|socket| socket.state == State::TimeWait)
        && before != State::TimeWait
    {
        if table.descriptor_of(id).is_some() {
            table[id].state = State::Closed;
            table[id].timer = None;
        } else {
            table.remove(id);
        }
    }
    answer
}
