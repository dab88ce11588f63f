//! "With the ACK the handshake is over, whether there is room in the queue or not."

use netstack::{SocketId, SocketTable, State};

pub use crate::right::{connection_packet, reset};

pub fn last_ack(table: &mut SocketTable, listener: SocketId, copy: SocketId) -> bool {
    table[copy].state = State::Established;
    crate::right::last_ack(table, listener, copy)
}
