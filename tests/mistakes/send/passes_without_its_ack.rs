//! "A segment with what is left is made."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::{acknowledged, expired, output, send};

pub fn received(
    table: &mut SocketTable,
    id: SocketId,
    segment: &Segment,
) -> Result<Segment, Segment> {
    let left = crate::right::received(table, id, segment)?;
    let made = Segment::new(left.flags, left.source, left.destination);
    Ok(Segment { seq: left.seq, data: left.data, ..made })
}
