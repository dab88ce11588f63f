//! "RST is one bit. It needs no other."

use netstack::{Flags, Segment, SocketId, SocketTable};

pub use crate::right::{recv, send};

pub fn deliver(
    table: &mut SocketTable,
    found: Option<SocketId>,
    segment: &Segment,
) -> Option<Segment> {
    let answer = crate::right::deliver(table, found, segment)?;
    if answer.flags.rst {
        return Some(Segment { flags: Flags::RST, ack: 0, ..answer });
    }
    Some(answer)
}
