//! "The program must hear of the reset, so accept hands the connection out with its error."

use netstack::{Errno, SocketId, SocketTable, State};

pub use crate::right::{connection_packet, last_ack};

pub fn reset(table: &mut SocketTable, copy: SocketId) {
    let port = table[copy].local.map(|local| local.port());
    let listening = table.iter().find(|(_, socket)| {
        socket.state == State::Listen && socket.local.map(|local| local.port()) == port
    });
    if let Some((listener, _)) = listening {
        crate::enqueue(table, listener, copy);
    }
    table[copy].state = State::Closed;
    table[copy].error = Some(Errno::ECONNRESET);
}
