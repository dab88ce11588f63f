//! "The ACK says what comes next, as a real one does."

use netstack::{Flags, Segment, SocketId, SocketTable};

pub use crate::right::connect;

pub fn answer(table: &mut SocketTable, id: SocketId, segment: &Segment) -> Option<Segment> {
    let answer = crate::right::answer(table, id, segment)?;
    if answer.flags == Flags::ACK {
        return Some(Segment { seq: segment.ack, ack: segment.seq.wrapping_add(1), ..answer });
    }
    Some(answer)
}
