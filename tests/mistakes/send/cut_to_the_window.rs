//! "A window of 20 bytes takes 8, 8, and then 4."

use netstack::{Flags, Segment, SocketId, SocketTable};

pub use crate::right::{acknowledged, expired, received, send};

pub fn output(table: &mut SocketTable, id: SocketId) -> Vec<Segment> {
    let mut segments = crate::right::output(table, id);
    let (Some(local), Some(remote)) = (table[id].local, table[id].remote) else { return segments };
    if let Some(sending) = &mut table[id].sending {
        let sent = sending.nxt.wrapping_sub(sending.una);
        let room = sending.window.saturating_sub(sent) as usize;
        let left = sending.buffer.get(sent as usize..).unwrap_or_default();
        if room > 0 && room < left.len().min(sending.mss) {
            let ack = Segment::new(Flags::ACK, local, remote);
            segments.push(Segment { seq: sending.nxt, data: left[..room].to_vec(), ..ack });
            sending.nxt = sending.nxt.wrapping_add(room as u32);
        }
    }
    segments
}
