//! "First come, first served: who sent the first packet earlier is earlier in the queue."

use netstack::{SocketId, SocketTable};

pub use crate::right::{connection_packet, reset};

pub fn last_ack(table: &mut SocketTable, listener: SocketId, copy: SocketId) -> bool {
    let taken = crate::right::last_ack(table, listener, copy);
    if let Some(queue) = &mut table[listener].backlog {
        // The copies are numbered in the order of their SYNs.
        queue.waiting.make_contiguous().sort();
    }
    taken
}
