//! "The program has one queue, whatever it listens with."

use netstack::{SocketId, SocketTable};

pub use crate::right::reset;

pub fn connection_packet(table: &SocketTable, listener: SocketId) -> bool {
    has_room(table, listener)
}

pub fn last_ack(table: &mut SocketTable, listener: SocketId, copy: SocketId) -> bool {
    crate::finish_if(has_room(table, listener), table, listener, copy)
}

fn has_room(table: &SocketTable, listener: SocketId) -> bool {
    let Some(backlog) = &table[listener].backlog else { return false };
    let queues = table.iter().filter_map(|(_, socket)| socket.backlog.as_ref());
    let waiting: usize = queues.map(|queue| queue.waiting.len()).sum();
    waiting <= backlog.limit as usize
}
