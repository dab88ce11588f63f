//! "The first byte of the buffer has the number 0."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::{acknowledged, expired, received, send};

pub fn output(table: &mut SocketTable, id: SocketId) -> Vec<Segment> {
    let una = table[id].sending.as_ref().map_or(0, |it| it.una);
    let mut segments = crate::right::output(table, id);
    for segment in &mut segments {
        segment.seq = segment.seq.wrapping_sub(una);
    }
    segments
}
