//! "The peer has closed too, so it has seen that this side has closed."

use netstack::{Flags, Segment, SocketId, SocketTable, State};

pub use crate::right::pass;

pub fn arrives(table: &mut SocketTable, id: SocketId, segment: &Segment) -> Option<Segment> {
    let both_closed = matches!(table[id].state, State::Closing | State::LastAck);
    if both_closed && segment.flags == Flags::FIN {
        let with_ack = Segment { flags: Flags::FIN | Flags::ACK, ..segment.clone() };
        return crate::right::arrives(table, id, &with_ack);
    }
    crate::right::arrives(table, id, segment)
}
