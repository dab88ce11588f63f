//! "The backlog is the largest number of clients that the server can have at the same time."

use netstack::{Socket, SocketId, SocketTable, State};

pub use crate::right::reset;

pub fn connection_packet(table: &SocketTable, listener: SocketId) -> bool {
    has_room(table, listener)
}

pub fn last_ack(table: &mut SocketTable, listener: SocketId, copy: SocketId) -> bool {
    crate::finish_if(has_room(table, listener), table, listener, copy)
}

fn has_room(table: &SocketTable, listener: SocketId) -> bool {
    let Some(backlog) = &table[listener].backlog else { return false };
    let local = table[listener].local;
    let is_client = |socket: &Socket| {
        let same_port = socket.local.map(|own| own.port()) == local.map(|own| own.port());
        same_port && socket.remote.is_some() && socket.state != State::SynReceived
    };
    table.iter().filter(|(_, socket)| is_client(socket)).count() <= backlog.limit as usize
}
