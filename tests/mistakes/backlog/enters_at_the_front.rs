//! "The newest connection is the most urgent one: it goes to the front."

use netstack::{SocketId, SocketTable};

pub use crate::right::{connection_packet, reset};

pub fn last_ack(table: &mut SocketTable, listener: SocketId, copy: SocketId) -> bool {
    let taken = crate::right::last_ack(table, listener, copy);
    if taken && let Some(queue) = &mut table[listener].backlog {
        queue.waiting.rotate_right(1);
    }
    taken
}
