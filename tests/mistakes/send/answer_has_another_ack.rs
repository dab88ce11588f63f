//! "An ACK says the last byte that has come."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::{acknowledged, expired, output, send};

pub fn received(
    table: &mut SocketTable,
    id: SocketId,
    segment: &Segment,
) -> Result<Segment, Segment> {
    crate::right::received(table, id, segment)
        .map_err(|answer| Segment { ack: answer.ack.wrapping_sub(1), ..answer })
}
