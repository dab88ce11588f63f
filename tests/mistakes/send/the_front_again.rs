//! "The buffer holds what is to be sent."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::{acknowledged, expired, received, send};

pub fn output(table: &mut SocketTable, id: SocketId) -> Vec<Segment> {
    let mut segments = crate::right::output(table, id);
    if let Some(sending) = &table[id].sending {
        for segment in &mut segments {
            segment.data = sending.buffer[..segment.data.len()].to_vec();
        }
    }
    segments
}
