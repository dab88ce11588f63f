//! "What arrives is acknowledged."

use netstack::{Flags, Segment, SocketId, SocketTable};

pub use crate::right::{expired, output, received, send};

pub fn acknowledged(
    table: &mut SocketTable,
    id: SocketId,
    segment: &Segment,
    window: u32,
) -> Option<Segment> {
    let answer = crate::right::acknowledged(table, id, segment, window);
    answer.or_else(|| Some(Segment::new(Flags::ACK, segment.destination, segment.source)))
}
