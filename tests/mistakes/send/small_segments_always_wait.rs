//! "A segment is sent when it is full."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::{acknowledged, expired, received, send};

pub fn output(table: &mut SocketTable, id: SocketId) -> Vec<Segment> {
    let nodelay = table[id].options.nodelay;
    let mut segments = crate::right::output(table, id);
    if let (Some(sending), Some(last)) = (&mut table[id].sending, segments.last())
        && !nodelay
        && !last.flags.fin
        && last.data.len() < sending.mss
    {
        sending.nxt = last.seq;
        segments.pop();
    }
    segments
}
