//! "The connection is still there, so its data is welcome."

use netstack::{Flags, Segment, SocketId, SocketTable, State};

pub use crate::right::{recv, send};

pub fn deliver(
    table: &mut SocketTable,
    found: Option<SocketId>,
    segment: &Segment,
) -> Option<Segment> {
    if let Some(id) = found
        && !matches!(table[id].state, State::Listen | State::Closed)
        && segment.flags.ack
        && !segment.data.is_empty()
    {
        table[id].received.extend_from_slice(&segment.data);
        return Some(Segment::new(Flags::ACK, segment.destination, segment.source));
    }
    crate::right::deliver(table, found, segment)
}
