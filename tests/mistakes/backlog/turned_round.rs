//! "The function says whether the packet is dropped."

use netstack::{SocketId, SocketTable};

pub use crate::right::reset;

pub fn connection_packet(table: &SocketTable, listener: SocketId) -> bool {
    !crate::right::connection_packet(table, listener)
}

pub fn last_ack(table: &mut SocketTable, listener: SocketId, copy: SocketId) -> bool {
    !crate::right::last_ack(table, listener, copy)
}
