//! "An ACK says what has arrived."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::{acknowledged, expired, output, send};

pub fn received(
    table: &mut SocketTable,
    id: SocketId,
    segment: &Segment,
) -> Result<Segment, Segment> {
    crate::right::received(table, id, segment)
        .map_err(|ack| Segment { ack: segment.seq.wrapping_add(segment.length()), ..ack })
}
