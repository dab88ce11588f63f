//! "The client sends its SYN once more. So it begins again, and its copy is half open."

use netstack::{Segment, SocketId, SocketTable, State};

pub use crate::right::accept;

pub fn connection_packet(table: &mut SocketTable, found: SocketId, packet: &Segment) -> SocketId {
    if table[found].state != State::Listen {
        table[found].state = State::SynReceived;
    }
    crate::right::connection_packet(table, found, packet)
}
