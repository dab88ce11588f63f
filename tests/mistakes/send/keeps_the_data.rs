//! "What arrives belongs into the receive buffer."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::{acknowledged, expired, output, send};

pub fn received(
    table: &mut SocketTable,
    id: SocketId,
    segment: &Segment,
) -> Result<Segment, Segment> {
    let left = crate::right::received(table, id, segment)?;
    table[id].received.extend_from_slice(&left.data);
    Ok(left)
}
