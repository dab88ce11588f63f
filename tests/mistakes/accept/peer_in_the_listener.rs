//! "The peer's details are written into the socket that the packet found."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::accept;

pub fn connection_packet(table: &mut SocketTable, found: SocketId, packet: &Segment) -> SocketId {
    let copy = crate::right::connection_packet(table, found, packet);
    table[found].remote = Some(packet.source);
    copy
}
