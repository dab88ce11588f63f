//! "A minute is the longest that one waits."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::{acknowledged, output, received, send};

pub fn expired(table: &mut SocketTable, id: SocketId) -> Option<Segment> {
    let segment = crate::right::expired(table, id);
    if let Some(sending) = &mut table[id].sending {
        sending.timer = sending.timer.map(|seconds| seconds.min(60));
    }
    segment
}
