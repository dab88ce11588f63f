//! "The answer is there, so nobody waits any more."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::{expired, output, received, send};

pub fn acknowledged(
    table: &mut SocketTable,
    id: SocketId,
    segment: &Segment,
    window: u32,
) -> Option<Segment> {
    let una = table[id].sending.as_ref()?.una;
    let answer = crate::right::acknowledged(table, id, segment, window);
    if let Some(sending) = &mut table[id].sending
        && sending.una != una
    {
        sending.timer = None;
    }
    answer
}
