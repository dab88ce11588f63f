//! "The server has agreed. Nothing is left to be said."

use netstack::{Segment, SocketId, SocketTable, State};

pub use crate::right::connect;

pub fn answer(table: &mut SocketTable, id: SocketId, segment: &Segment) -> Option<Segment> {
    let answer = crate::right::answer(table, id, segment)?;
    (table[id].state != State::Established).then_some(answer)
}
