//! "The segment is an ACK. In FIN_WAIT_1 an ACK means FIN_WAIT_2."

use netstack::{Flags, Segment, SocketId, SocketTable, State};

pub use crate::right::pass;

pub fn arrives(table: &mut SocketTable, id: SocketId, segment: &Segment) -> Option<Segment> {
    let waits = table[id].state == State::FinWait1;
    if waits && segment.flags == Flags::FIN | Flags::ACK && segment.data.is_empty() {
        let ack = Segment { flags: Flags::ACK, ..segment.clone() };
        return crate::right::arrives(table, id, &ack);
    }
    crate::right::arrives(table, id, segment)
}
