//! "Only those who are still connected wait."

use netstack::{SocketId, SocketTable, State};

pub use crate::right::reset;

pub fn connection_packet(table: &SocketTable, listener: SocketId) -> bool {
    has_room(table, listener)
}

pub fn last_ack(table: &mut SocketTable, listener: SocketId, copy: SocketId) -> bool {
    crate::finish_if(has_room(table, listener), table, listener, copy)
}

fn has_room(table: &SocketTable, listener: SocketId) -> bool {
    let Some(backlog) = &table[listener].backlog else { return false };
    let connected = |id: &&SocketId| table[**id].state == State::Established;
    backlog.waiting.iter().filter(connected).count() <= backlog.limit as usize
}
