//! "The segment goes back with other numbers."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::{acknowledged, expired, output, send};

pub fn received(
    table: &mut SocketTable,
    id: SocketId,
    segment: &Segment,
) -> Result<Segment, Segment> {
    crate::right::received(table, id, segment).map_err(|ack| Segment {
        flags: segment.flags,
        data: segment.data.clone(),
        ..ack
    })
}
