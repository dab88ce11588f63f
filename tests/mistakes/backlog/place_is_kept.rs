//! "The SYN was taken, so a place is kept for its client. The ACK need not ask again."

use netstack::{SocketId, SocketTable};

pub use crate::right::{connection_packet, reset};

pub fn last_ack(table: &mut SocketTable, listener: SocketId, copy: SocketId) -> bool {
    crate::finish_if(true, table, listener, copy)
}
