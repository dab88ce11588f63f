//! "A socket that listens waits for a SYN, and lets all else pass by."

use netstack::{Segment, SocketId, SocketTable, State};

pub use crate::right::{recv, send};

pub fn deliver(
    table: &mut SocketTable,
    found: Option<SocketId>,
    segment: &Segment,
) -> Option<Segment> {
    if found.is_some_and(|id| table[id].state == State::Listen) {
        return None;
    }
    crate::right::deliver(table, found, segment)
}
