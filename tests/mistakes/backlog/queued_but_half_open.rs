//! "The ACK puts the copy into the queue. It is ESTABLISHED when the program accepts it."

use netstack::{SocketId, SocketTable};

pub use crate::right::{connection_packet, reset};

pub fn last_ack(table: &mut SocketTable, listener: SocketId, copy: SocketId) -> bool {
    let room = connection_packet(table, listener);
    if room {
        crate::enqueue(table, listener, copy);
    }
    room
}
