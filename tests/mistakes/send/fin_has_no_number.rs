//! "Only bytes have numbers."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::{acknowledged, expired, received, send};

pub fn output(table: &mut SocketTable, id: SocketId) -> Vec<Segment> {
    let segments = crate::right::output(table, id);
    if let Some(sending) = &mut table[id].sending
        && segments.iter().any(|it| it.flags.fin)
    {
        sending.nxt = sending.nxt.wrapping_sub(1);
    }
    segments
}
