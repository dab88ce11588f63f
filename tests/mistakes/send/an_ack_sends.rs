//! "There is room now, so the next segment goes out."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::{expired, output, received, send};

pub fn acknowledged(
    table: &mut SocketTable,
    id: SocketId,
    segment: &Segment,
    window: u32,
) -> Option<Segment> {
    let answer = crate::right::acknowledged(table, id, segment, window);
    answer.or_else(|| crate::right::output(table, id).into_iter().next())
}
