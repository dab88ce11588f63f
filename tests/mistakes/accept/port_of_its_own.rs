//! "Every connection needs a port of its own, so accept makes a new one."

use std::net::SocketAddrV4;

use netstack::{Segment, Socket, SocketId, SocketTable, State};

pub use crate::right::accept;

pub fn connection_packet(table: &mut SocketTable, found: SocketId, packet: &Segment) -> SocketId {
    if table[found].state != State::Listen {
        return found;
    }
    let port = table.free_port().expect("a port is free");
    let copy = Socket {
        state: State::SynReceived,
        local: Some(SocketAddrV4::new(*packet.destination.ip(), port)),
        remote: Some(packet.source),
        options: table[found].options,
        ..Socket::default()
    };
    table.insert(copy)
}
