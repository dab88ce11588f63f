//! "An RST resets the socket that it was sent to, and that one listens."

use netstack::{SocketId, SocketTable, State};

pub use crate::right::{connection_packet, last_ack};

pub fn reset(table: &mut SocketTable, copy: SocketId) {
    let port = table[copy].local.map(|local| local.port());
    table.remove(copy);
    let listening = table.iter().find(|(_, socket)| {
        socket.state == State::Listen && socket.local.map(|local| local.port()) == port
    });
    if let Some((listener, _)) = listening {
        table[listener].state = State::Closed;
        table[listener].backlog = None;
    }
}
