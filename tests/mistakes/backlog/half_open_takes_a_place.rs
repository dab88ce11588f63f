//! "Who has knocked is in the queue: half-open connections count too."

use netstack::{SocketId, SocketTable, State};

pub use crate::right::{last_ack, reset};

pub fn connection_packet(table: &SocketTable, listener: SocketId) -> bool {
    has_room(table, listener)
}

fn has_room(table: &SocketTable, listener: SocketId) -> bool {
    let Some(backlog) = &table[listener].backlog else { return false };
    let half_open = table.iter().filter(|(_, socket)| socket.state == State::SynReceived).count();
    backlog.waiting.len() + half_open <= backlog.limit as usize
}
