//! "ack is the number of the last byte that has come."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::{expired, output, received, send};

pub fn acknowledged(
    table: &mut SocketTable,
    id: SocketId,
    segment: &Segment,
    window: u32,
) -> Option<Segment> {
    let ack = segment.ack.wrapping_add(1);
    crate::right::acknowledged(table, id, &Segment { ack, ..segment.clone() }, window)
}
