//! "It is a copy of a socket that listens, so it listens."

use netstack::{Segment, Socket, SocketId, SocketTable, State};

pub use crate::right::accept;

pub fn connection_packet(table: &mut SocketTable, found: SocketId, packet: &Segment) -> SocketId {
    if table[found].state != State::Listen {
        return found;
    }
    let (local, remote) = (Some(packet.destination), Some(packet.source));
    let copy = Socket { local, remote, ..table[found].clone() };
    table.insert(copy)
}
