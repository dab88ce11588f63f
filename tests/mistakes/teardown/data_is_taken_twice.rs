//! "The bytes of the segment belong into the receive buffer."

use netstack::{Segment, SocketId, SocketTable, State};

pub use crate::right::pass;

pub fn arrives(table: &mut SocketTable, id: SocketId, segment: &Segment) -> Option<Segment> {
    let reads = table.descriptor_of(id).is_some() || table.queue_with(id).is_some();
    let state = table[id].state;
    let open = matches!(state, State::Established | State::FinWait1 | State::FinWait2);
    if reads && open && !segment.flags.rst && !segment.flags.syn {
        table[id].received.extend_from_slice(&segment.data);
    }
    crate::right::arrives(table, id, segment)
}
