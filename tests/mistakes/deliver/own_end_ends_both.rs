//! "This side has ended the connection. What still comes is too late."

use netstack::{Segment, SocketId, SocketTable, State};

pub use crate::right::{recv, send};

pub fn deliver(
    table: &mut SocketTable,
    found: Option<SocketId>,
    segment: &Segment,
) -> Option<Segment> {
    let ended = |id: &SocketId| matches!(table[*id].state, State::FinWait1 | State::FinWait2);
    if found.as_ref().is_some_and(ended) {
        return None;
    }
    crate::right::deliver(table, found, segment)
}
