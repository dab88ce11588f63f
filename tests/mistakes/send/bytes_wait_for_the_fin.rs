//! "The FIN goes with the last bytes, so they wait until there is room for both."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::{acknowledged, expired, received, send};

pub fn output(table: &mut SocketTable, id: SocketId) -> Vec<Segment> {
    let mut segments = crate::right::output(table, id);
    if let (Some(sending), Some(last)) = (&mut table[id].sending, segments.last())
        && sending.fin == Some(sending.nxt)
    {
        sending.nxt = last.seq;
        segments.pop();
    }
    segments
}
