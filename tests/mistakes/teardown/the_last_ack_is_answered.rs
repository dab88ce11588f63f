//! "Whatever takes up sequence numbers is answered."

use netstack::{Flags, Segment, SocketId, SocketTable, State};

pub use crate::right::pass;

pub fn arrives(table: &mut SocketTable, id: SocketId, segment: &Segment) -> Option<Segment> {
    let waits = matches!(table[id].state, State::Closing | State::LastAck);
    let answer = crate::right::arrives(table, id, segment);
    if answer.is_none() && waits && segment.length() > 0 && !segment.flags.rst && segment.flags.ack
    {
        return Some(Segment::new(Flags::ACK, segment.destination, segment.source));
    }
    answer
}
