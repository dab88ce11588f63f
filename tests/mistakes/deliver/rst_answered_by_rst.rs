//! "Everything that belongs to nobody is refused."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::{recv, send};

pub fn deliver(
    table: &mut SocketTable,
    found: Option<SocketId>,
    segment: &Segment,
) -> Option<Segment> {
    if found.is_none() && segment.flags.rst {
        let mut flags = segment.flags;
        flags.rst = false;
        return crate::right::deliver(table, found, &Segment { flags, ..segment.clone() });
    }
    crate::right::deliver(table, found, segment)
}
