//! "A connection packet is always answered. The limit is a matter for later."

use netstack::{SocketId, SocketTable};

pub use crate::right::{last_ack, reset};

pub fn connection_packet(table: &SocketTable, listener: SocketId) -> bool {
    table[listener].backlog.is_some()
}
