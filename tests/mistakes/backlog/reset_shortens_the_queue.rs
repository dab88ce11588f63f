//! "A client has gone, so the queue is shorter by one."

use netstack::{SocketId, SocketTable, State};

pub use crate::right::{connection_packet, last_ack};

pub fn reset(table: &mut SocketTable, copy: SocketId) {
    let local = table[copy].local;
    let listening = table.iter().find(|(_, socket)| {
        socket.state == State::Listen
            && socket.local.map(|own| own.port()) == local.map(|own| own.port())
    });
    if let Some((listener, _)) = listening
        && let Some(queue) = &mut table[listener].backlog
    {
        queue.waiting.pop_back();
    }
    table.remove(copy);
}
