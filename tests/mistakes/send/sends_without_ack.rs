//! "An ACK is an answer, and this is none."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::{acknowledged, expired, received, send};

pub fn output(table: &mut SocketTable, id: SocketId) -> Vec<Segment> {
    let mut segments = crate::right::output(table, id);
    for segment in &mut segments {
        segment.flags.ack = false;
    }
    segments
}
