//! "The receiving direction is still open, so data is acknowledged."

use netstack::{Flags, Segment, SocketId, SocketTable, State};

pub use crate::right::pass;

pub fn arrives(table: &mut SocketTable, id: SocketId, segment: &Segment) -> Option<Segment> {
    let orphan = table.descriptor_of(id).is_none() && table.queue_with(id).is_none();
    let early = matches!(table[id].state, State::FinWait1 | State::FinWait2);
    if orphan && early && !segment.data.is_empty() && !segment.flags.rst && !segment.flags.syn {
        let control = Segment { data: Vec::new(), ..segment.clone() };
        crate::right::arrives(table, id, &control);
        return Some(Segment::new(Flags::ACK, segment.destination, segment.source));
    }
    crate::right::arrives(table, id, segment)
}
