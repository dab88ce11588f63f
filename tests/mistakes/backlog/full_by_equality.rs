//! "A queue grows one by one, so it is enough to ask whether it is exactly full."

use netstack::{SocketId, SocketTable};

pub use crate::right::reset;

pub fn connection_packet(table: &SocketTable, listener: SocketId) -> bool {
    has_room(table, listener)
}

pub fn last_ack(table: &mut SocketTable, listener: SocketId, copy: SocketId) -> bool {
    crate::finish_if(has_room(table, listener), table, listener, copy)
}

fn has_room(table: &SocketTable, listener: SocketId) -> bool {
    let queue = table[listener].backlog.as_ref();
    queue.is_some_and(|queue| queue.waiting.len() != queue.limit as usize + 1)
}
