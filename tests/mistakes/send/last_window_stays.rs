//! "The window was agreed on at the beginning."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::{expired, output, received, send};

pub fn acknowledged(
    table: &mut SocketTable,
    id: SocketId,
    segment: &Segment,
    window: u32,
) -> Option<Segment> {
    let before = table[id].sending.as_ref()?.window;
    let answer = crate::right::acknowledged(table, id, segment, window);
    if let Some(sending) = &mut table[id].sending {
        sending.window = before;
    }
    answer
}
