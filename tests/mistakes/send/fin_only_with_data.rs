//! "The FIN goes with the last bytes."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::{acknowledged, expired, received, send};

pub fn output(table: &mut SocketTable, id: SocketId) -> Vec<Segment> {
    let mut segments = crate::right::output(table, id);
    if let (Some(sending), Some(last)) = (&mut table[id].sending, segments.last())
        && last.flags.fin
        && last.data.is_empty()
    {
        sending.nxt = last.seq;
        segments.pop();
    }
    segments
}
