//! "A SYN has come, so I acknowledge it."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::connect;

pub fn answer(table: &mut SocketTable, id: SocketId, segment: &Segment) -> Option<Segment> {
    let mut answer = crate::right::answer(table, id, segment)?;
    answer.flags.syn = false;
    Some(answer)
}
