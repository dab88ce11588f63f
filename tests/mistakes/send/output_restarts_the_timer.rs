//! "Something is sent, so the time begins."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::{acknowledged, expired, received, send};

pub fn output(table: &mut SocketTable, id: SocketId) -> Vec<Segment> {
    let segments = crate::right::output(table, id);
    if let Some(sending) = &mut table[id].sending
        && sending.timer.is_some()
    {
        sending.timer = Some(crate::right::RTO_SECONDS);
    }
    segments
}
