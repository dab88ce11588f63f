//! "A client that connects anew has forgotten the old connection, so that one is over."

use netstack::{Flags, Segment, SocketId, SocketTable};

pub use crate::right::pass;

pub fn arrives(table: &mut SocketTable, id: SocketId, segment: &Segment) -> Option<Segment> {
    if segment.flags.syn && !segment.flags.rst {
        table.remove(id);
        let (source, destination) = (segment.destination, segment.source);
        return Some(Segment::new(Flags::RST | Flags::ACK, source, destination));
    }
    crate::right::arrives(table, id, segment)
}
