//! "A FIN is answered as a SYN is: with the same flag and an ACK."

use netstack::{Flags, Segment, SocketId, SocketTable};

pub use crate::right::pass;

pub fn arrives(table: &mut SocketTable, id: SocketId, segment: &Segment) -> Option<Segment> {
    let mut answer = crate::right::arrives(table, id, segment)?;
    answer.flags.fin = segment.flags.fin && !segment.flags.syn && answer.flags == Flags::ACK;
    Some(answer)
}
