//! "With the FIN the stream is over."

use netstack::{Segment, SocketId, SocketTable, State};

pub use crate::right::{acknowledged, expired, output, send};

pub fn received(
    table: &mut SocketTable,
    id: SocketId,
    segment: &Segment,
) -> Result<Segment, Segment> {
    let left = crate::right::received(table, id, segment)?;
    if left.flags.fin {
        table[id].ended = true;
        table[id].state = State::CloseWait;
    }
    Ok(left)
}
