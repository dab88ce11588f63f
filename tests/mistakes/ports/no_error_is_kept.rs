//! "CLOSED says it all."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::connect;

pub fn answer(table: &mut SocketTable, id: SocketId, segment: &Segment) -> Option<Segment> {
    let answer = crate::right::answer(table, id, segment);
    table[id].error = None;
    answer
}
