//! "una goes on by as many bytes as leave the buffer."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::{expired, output, received, send};

pub fn acknowledged(
    table: &mut SocketTable,
    id: SocketId,
    segment: &Segment,
    window: u32,
) -> Option<Segment> {
    let before = table[id].sending.clone()?;
    let answer = crate::right::acknowledged(table, id, segment, window);
    if let Some(sending) = &mut table[id].sending {
        let count = before.buffer.len() - sending.buffer.len();
        sending.una = before.una.wrapping_add(count as u32);
    }
    answer
}
