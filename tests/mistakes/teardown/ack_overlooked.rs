//! "The segment is a FIN. What comes of a FIN depends on the state."

use netstack::{Flags, Segment, SocketId, SocketTable, State};

pub use crate::right::pass;

pub fn arrives(table: &mut SocketTable, id: SocketId, segment: &Segment) -> Option<Segment> {
    // In FIN_WAIT_1 a FIN means CLOSING, whatever else the segment says.
    if table[id].state == State::FinWait1 && segment.flags.fin && segment.data.is_empty() {
        let fin = Segment { flags: Flags::FIN, ..segment.clone() };
        return crate::right::arrives(table, id, &fin);
    }
    crate::right::arrives(table, id, segment)
}
