//! "One segment, then its ACK, then the next one."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::{acknowledged, expired, received, send};

pub fn output(table: &mut SocketTable, id: SocketId) -> Vec<Segment> {
    let Some(before) = table[id].sending.clone() else { return Vec::new() };
    if before.una != before.nxt {
        return Vec::new();
    }
    let segments = crate::right::output(table, id);
    let first: Vec<Segment> = segments.into_iter().take(1).collect();
    let length = first.iter().map(Segment::length).sum();
    if let Some(sending) = &mut table[id].sending {
        sending.nxt = before.nxt.wrapping_add(length);
    }
    first
}
