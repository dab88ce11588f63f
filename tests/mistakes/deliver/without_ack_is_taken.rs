//! "Data is data, whatever the control bits say."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::{recv, send};

pub fn deliver(
    table: &mut SocketTable,
    found: Option<SocketId>,
    segment: &Segment,
) -> Option<Segment> {
    let connection = found.is_some_and(|id| table[id].remote.is_some());
    let mut segment = segment.clone();
    segment.flags.ack |= connection;
    crate::right::deliver(table, found, &segment)
}
