//! "It acknowledges nothing new, so there is nothing to do."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::{expired, output, received, send};

pub fn acknowledged(
    table: &mut SocketTable,
    id: SocketId,
    segment: &Segment,
    window: u32,
) -> Option<Segment> {
    let sending = table[id].sending.as_ref()?;
    if segment.ack == sending.una {
        return None;
    }
    crate::right::acknowledged(table, id, segment, window)
}
