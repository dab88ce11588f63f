//! "The segment's number is the peer's business."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::{acknowledged, expired, output, send};

pub fn received(
    table: &mut SocketTable,
    id: SocketId,
    segment: &Segment,
) -> Result<Segment, Segment> {
    let left = crate::right::received(table, id, segment)?;
    Ok(Segment { seq: segment.seq, ..left })
}
