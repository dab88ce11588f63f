//! "A FIN is no byte, so the window does not matter."

use netstack::{Flags, Segment, SocketId, SocketTable};

pub use crate::right::{acknowledged, expired, received, send};

pub fn output(table: &mut SocketTable, id: SocketId) -> Vec<Segment> {
    let mut segments = crate::right::output(table, id);
    let (Some(local), Some(remote)) = (table[id].local, table[id].remote) else { return segments };
    if let Some(sending) = &mut table[id].sending
        && sending.fin == Some(sending.nxt)
    {
        match segments.last_mut() {
            Some(last) => last.flags.fin = true,
            None => {
                let fin = Segment::new(Flags::FIN | Flags::ACK, local, remote);
                segments.push(Segment { seq: sending.nxt, ..fin });
            }
        }
        sending.nxt = sending.nxt.wrapping_add(1);
    }
    segments
}
