//! "There is no room for this client, so its connection is broken off."

use netstack::{SocketId, SocketTable};

pub use crate::right::{connection_packet, reset};

pub fn last_ack(table: &mut SocketTable, listener: SocketId, copy: SocketId) -> bool {
    let taken = crate::right::last_ack(table, listener, copy);
    if !taken {
        table.remove(copy);
    }
    taken
}
