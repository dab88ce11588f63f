//! "Each call begins the timer, if there is none."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::{acknowledged, expired, received, send};

pub fn output(table: &mut SocketTable, id: SocketId) -> Vec<Segment> {
    let segments = crate::right::output(table, id);
    if let Some(sending) = &mut table[id].sending {
        sending.timer.get_or_insert(crate::right::RTO_SECONDS);
    }
    segments
}
