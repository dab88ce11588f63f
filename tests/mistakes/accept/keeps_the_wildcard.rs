//! "A copy is a copy: it has the listening socket's address, whatever that is."

use netstack::{Segment, Socket, SocketId, SocketTable, State};

pub use crate::right::accept;

pub fn connection_packet(table: &mut SocketTable, found: SocketId, packet: &Segment) -> SocketId {
    if table[found].state != State::Listen {
        return found;
    }
    let listening = table[found].clone();
    let remote = Some(packet.source);
    table.insert(Socket { state: State::SynReceived, remote, backlog: None, ..listening })
}
