//! "Nothing was sent, so nothing can be lost."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::{acknowledged, expired, received, send};

pub fn output(table: &mut SocketTable, id: SocketId) -> Vec<Segment> {
    let timer = table[id].sending.as_ref().and_then(|it| it.timer);
    let segments = crate::right::output(table, id);
    if let Some(sending) = &mut table[id].sending
        && sending.una == sending.nxt
    {
        sending.timer = timer;
    }
    segments
}
