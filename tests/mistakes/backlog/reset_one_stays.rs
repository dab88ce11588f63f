//! "A connection that was reset is CLOSED."

use netstack::{Errno, SocketId, SocketTable, State};

pub use crate::right::{connection_packet, last_ack};

pub fn reset(table: &mut SocketTable, copy: SocketId) {
    table[copy].state = State::Closed;
    table[copy].error = Some(Errno::ECONNRESET);
}
