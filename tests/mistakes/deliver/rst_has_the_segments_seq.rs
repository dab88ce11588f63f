//! "The RST refuses this segment, so it has its number."

use netstack::{Flags, Segment, SocketId, SocketTable};

pub use crate::right::{recv, send};

pub fn deliver(
    table: &mut SocketTable,
    found: Option<SocketId>,
    segment: &Segment,
) -> Option<Segment> {
    let answer = crate::right::deliver(table, found, segment)?;
    let seq = if answer.flags == Flags::RST { segment.seq } else { answer.seq };
    Some(Segment { seq, ..answer })
}
