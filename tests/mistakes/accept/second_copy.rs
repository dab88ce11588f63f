//! "Every connection packet makes a copy."

use netstack::{Segment, Socket, SocketId, SocketTable, State};

pub use crate::right::accept;

pub fn connection_packet(table: &mut SocketTable, found: SocketId, packet: &Segment) -> SocketId {
    let copy = Socket {
        state: State::SynReceived,
        local: Some(packet.destination),
        remote: Some(packet.source),
        options: table[found].options,
        ..Socket::default()
    };
    table.insert(copy)
}
