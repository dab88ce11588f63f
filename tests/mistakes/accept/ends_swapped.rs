//! "The packet's source is where it starts, so that is the local end."

use netstack::{Segment, SocketId, SocketTable, State};

pub use crate::right::accept;

pub fn connection_packet(table: &mut SocketTable, found: SocketId, packet: &Segment) -> SocketId {
    let copy = crate::right::connection_packet(table, found, packet);
    if table[copy].state == State::SynReceived && copy != found {
        table[copy].local = Some(packet.source);
        table[copy].remote = Some(packet.destination);
    }
    copy
}
