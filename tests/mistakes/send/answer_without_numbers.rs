//! "Who puts it on the wire writes the numbers."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::{acknowledged, expired, output, send};

pub fn received(
    table: &mut SocketTable,
    id: SocketId,
    segment: &Segment,
) -> Result<Segment, Segment> {
    crate::right::received(table, id, segment).map_err(|ack| Segment { seq: 0, ack: 0, ..ack })
}
