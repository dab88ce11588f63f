//! "Who came last can come again. So the newest makes room for the new one."

use netstack::{SocketId, SocketTable};

pub use crate::right::{connection_packet, reset};

pub fn last_ack(table: &mut SocketTable, listener: SocketId, copy: SocketId) -> bool {
    let full = !connection_packet(table, listener);
    if full && let Some(queue) = &mut table[listener].backlog {
        queue.waiting.pop_back();
    }
    crate::finish_if(true, table, listener, copy)
}
