//! "The packet found the listening socket, so that is the answer."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::accept;

pub fn connection_packet(table: &mut SocketTable, found: SocketId, packet: &Segment) -> SocketId {
    crate::right::connection_packet(table, found, packet);
    found
}
