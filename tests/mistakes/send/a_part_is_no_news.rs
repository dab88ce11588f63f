//! "The buffer is empty when all has arrived."

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
    if let Some(sending) = &mut table[id].sending
        && sending.una != before.una
        && sending.una != sending.nxt
    {
        sending.una = before.una;
        sending.buffer = before.buffer;
    }
    answer
}
