//! "The program has not read it yet, so there is nothing to acknowledge."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::{recv, send};

pub fn deliver(
    table: &mut SocketTable,
    found: Option<SocketId>,
    segment: &Segment,
) -> Option<Segment> {
    let answer = crate::right::deliver(table, found, segment);
    answer.filter(|answer| answer.flags.rst)
}
