//! "A SYN is a wish to connect. It is answered with SYN+ACK."

use netstack::{Flags, Segment, SocketId, SocketTable};

pub use crate::right::pass;

pub fn arrives(table: &mut SocketTable, id: SocketId, segment: &Segment) -> Option<Segment> {
    let mut answer = crate::right::arrives(table, id, segment)?;
    if segment.flags.syn {
        answer.flags = Flags::SYN | Flags::ACK;
    }
    Some(answer)
}
