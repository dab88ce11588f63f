//! "The copy belongs to the socket that listens at its port."

use netstack::{SocketId, SocketTable, State};

pub use crate::right::{connection_packet, reset};

pub fn last_ack(table: &mut SocketTable, listener: SocketId, copy: SocketId) -> bool {
    let port = table[copy].local.map(|local| local.port());
    let found = table.iter().find(|(_, socket)| {
        socket.state == State::Listen && socket.local.map(|local| local.port()) == port
    });
    let found = found.map_or(listener, |(id, _)| id);
    crate::right::last_ack(table, found, copy)
}
