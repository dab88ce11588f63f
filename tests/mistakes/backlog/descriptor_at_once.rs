//! "The handshake is over, so the program gets a descriptor."

use netstack::{SocketId, SocketTable};

pub use crate::right::{connection_packet, reset};

pub fn last_ack(table: &mut SocketTable, listener: SocketId, copy: SocketId) -> bool {
    crate::right::last_ack(table, listener, copy) && table.open(copy).is_ok()
}
