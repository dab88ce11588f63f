//! "The ACK will say how far we are."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::{acknowledged, expired, received, send};

pub fn output(table: &mut SocketTable, id: SocketId) -> Vec<Segment> {
    let nxt = table[id].sending.as_ref().map_or(0, |it| it.nxt);
    let segments = crate::right::output(table, id);
    if let Some(sending) = &mut table[id].sending {
        sending.nxt = nxt;
    }
    segments
}
