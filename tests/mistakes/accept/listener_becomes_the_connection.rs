//! "The waiting socket gets the client. It waits no longer, so it is the connection now."

use netstack::{Segment, SocketId, SocketTable, State};

pub use crate::right::accept;

pub fn connection_packet(table: &mut SocketTable, found: SocketId, packet: &Segment) -> SocketId {
    let socket = &mut table[found];
    if socket.state != State::Listen {
        return found;
    }
    socket.state = State::SynReceived;
    socket.local = Some(packet.destination);
    socket.remote = Some(packet.source);
    socket.backlog = None;
    found
}
