//! "All of this is sent now, so it has the number that is sent now."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::{acknowledged, expired, received, send};

pub fn output(table: &mut SocketTable, id: SocketId) -> Vec<Segment> {
    let nxt = table[id].sending.as_ref().map_or(0, |it| it.nxt);
    let mut segments = crate::right::output(table, id);
    for segment in &mut segments {
        segment.seq = nxt;
    }
    segments
}
