//! "What is sent leaves the buffer."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::{acknowledged, expired, received, send};

pub fn output(table: &mut SocketTable, id: SocketId) -> Vec<Segment> {
    let segments = crate::right::output(table, id);
    if let Some(sending) = &mut table[id].sending {
        let sent: usize = segments.iter().map(|it| it.data.len()).sum();
        let end = sending.nxt.wrapping_sub(sending.una) as usize;
        let end = end.min(sending.buffer.len());
        sending.buffer.drain(end.saturating_sub(sent)..end);
    }
    segments
}
