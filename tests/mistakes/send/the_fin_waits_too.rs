//! "The last bytes are few, and something is on its way."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::{acknowledged, expired, received, send};

pub fn output(table: &mut SocketTable, id: SocketId) -> Vec<Segment> {
    let nodelay = table[id].options.nodelay;
    let mut segments = crate::right::output(table, id);
    if let (Some(sending), Some(last)) = (&mut table[id].sending, segments.last())
        && !nodelay
        && last.flags.fin
        && !last.data.is_empty()
        && last.data.len() < sending.mss
        && last.seq != sending.una
    {
        sending.nxt = last.seq;
        segments.pop();
    }
    segments
}
