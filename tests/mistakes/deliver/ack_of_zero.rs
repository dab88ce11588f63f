//! "Where the ack is 0, there is none."

use netstack::{Flags, Segment, SocketId, SocketTable};

pub use crate::right::{recv, send};

pub fn deliver(
    table: &mut SocketTable,
    found: Option<SocketId>,
    segment: &Segment,
) -> Option<Segment> {
    if found.is_none() && segment.ack == 0 {
        let flags = Flags { ack: false, ..segment.flags };
        return crate::right::deliver(table, found, &Segment { flags, ..segment.clone() });
    }
    crate::right::deliver(table, found, segment)
}
