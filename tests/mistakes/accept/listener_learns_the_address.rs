//! "The socket was at 0.0.0.0. Now it is known which address is meant, and I write it down."

use netstack::{Segment, SocketId, SocketTable, State};

pub use crate::right::accept;

pub fn connection_packet(table: &mut SocketTable, found: SocketId, packet: &Segment) -> SocketId {
    if table[found].state == State::Listen {
        table[found].local = Some(packet.destination);
    }
    crate::right::connection_packet(table, found, packet)
}
