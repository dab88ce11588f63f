//! "Who has waited longest and was not accepted makes room for the new one."

use netstack::{SocketId, SocketTable};

pub use crate::right::{connection_packet, reset};

pub fn last_ack(table: &mut SocketTable, listener: SocketId, copy: SocketId) -> bool {
    if !connection_packet(table, listener) {
        let queue = table[listener].backlog.as_mut();
        if let Some(oldest) = queue.and_then(|queue| queue.waiting.pop_front()) {
            table.remove(oldest);
        }
    }
    crate::finish_if(true, table, listener, copy)
}
