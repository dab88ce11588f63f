//! "What is sent has left the buffer."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::{arrives, close, expired, shutdown};

pub fn output(table: &mut SocketTable, id: SocketId) -> Vec<Segment> {
    let sent = crate::exercises::send::output(table, id);
    if let Some(sending) = &mut table[id].sending {
        let sent = sending.nxt.wrapping_sub(sending.una) as usize;
        sending.buffer.drain(..sent.min(sending.buffer.len()));
        sending.una = sending.nxt;
    }
    sent
}
