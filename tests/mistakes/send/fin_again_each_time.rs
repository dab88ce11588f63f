//! "All bytes are sent and the program has ended its data: a FIN."

use netstack::{Flags, Segment, Sending, SocketId, SocketTable};

pub use crate::right::{acknowledged, expired, received, send};

pub fn output(table: &mut SocketTable, id: SocketId) -> Vec<Segment> {
    let mut segments = crate::right::output(table, id);
    let (Some(local), Some(remote)) = (table[id].local, table[id].remote) else { return segments };
    if let Some(Sending { fin: Some(fin), nxt, .. }) = table[id].sending.as_deref()
        && segments.is_empty()
        && *nxt == fin.wrapping_add(1)
    {
        let segment = Segment::new(Flags::FIN | Flags::ACK, local, remote);
        segments.push(Segment { seq: *fin, ..segment });
    }
    segments
}
