//! "A segment that arrives acknowledges something."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::{acknowledged, expired, output, send};

pub fn received(
    table: &mut SocketTable,
    id: SocketId,
    segment: &Segment,
) -> Result<Segment, Segment> {
    let left = crate::right::received(table, id, segment)?;
    // It has no answer: what it acknowledges is true.
    let window = table[id].sending.as_ref().map_or(0, |sending| sending.window);
    crate::right::acknowledged(table, id, &left, window);
    Ok(left)
}
