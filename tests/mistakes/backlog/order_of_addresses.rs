//! "The queue is in order: that of the clients."

use netstack::{SocketId, SocketTable};

pub use crate::right::{connection_packet, reset};

pub fn last_ack(table: &mut SocketTable, listener: SocketId, copy: SocketId) -> bool {
    let taken = crate::right::last_ack(table, listener, copy);
    let mut queue = table[listener].backlog.clone();
    if let Some(queue) = &mut queue {
        queue.waiting.make_contiguous().sort_by_key(|id| table[*id].remote);
    }
    table[listener].backlog = queue;
    taken
}
