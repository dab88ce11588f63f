//! "A backlog of 0 makes no sense, so the smallest one is 1."

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
    queue.is_some_and(|queue| queue.waiting.len() <= queue.limit.max(1) as usize)
}
