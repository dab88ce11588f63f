//! "A new connection begins with a new socket."

use netstack::{Segment, Socket, SocketId, SocketTable, State};

pub use crate::right::accept;

pub fn connection_packet(table: &mut SocketTable, found: SocketId, packet: &Segment) -> SocketId {
    if table[found].state != State::Listen {
        return found;
    }
    let (local, remote) = (Some(packet.destination), Some(packet.source));
    table.insert(Socket { state: State::SynReceived, local, remote, ..Socket::default() })
}
