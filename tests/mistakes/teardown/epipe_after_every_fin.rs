//! "After the peer's FIN, an RST is EPIPE."

use netstack::{Errno, Segment, SocketId, SocketTable, State};

pub use crate::right::pass;

pub fn arrives(table: &mut SocketTable, id: SocketId, segment: &Segment) -> Option<Segment> {
    let both_ended = matches!(table[id].state, State::Closing | State::LastAck);
    let answer = crate::right::arrives(table, id, segment);
    if segment.flags.rst && both_ended && table.get(id).is_some() {
        table[id].error = Some(Errno::EPIPE);
    }
    answer
}
