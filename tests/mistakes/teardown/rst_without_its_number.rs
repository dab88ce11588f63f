//! "An RST is an RST. Its numbers don't matter."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::pass;

pub fn arrives(table: &mut SocketTable, id: SocketId, segment: &Segment) -> Option<Segment> {
    let mut answer = crate::right::arrives(table, id, segment)?;
    answer.seq = 0;
    Some(answer)
}
