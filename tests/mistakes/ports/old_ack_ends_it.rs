//! "An ACK that is no answer: something is wrong with this connection. Reset it, on both sides."

use netstack::{Flags, Segment, SocketId, SocketTable, State};

pub use crate::right::connect;

pub fn answer(table: &mut SocketTable, id: SocketId, segment: &Segment) -> Option<Segment> {
    let answer = crate::right::answer(table, id, segment);
    if answer.as_ref().is_some_and(|answer| answer.flags == Flags::RST) {
        table[id].state = State::Closed;
    }
    answer
}
