//! "The handshake is over, so the connection is ESTABLISHED. accept will find it by its state."

use netstack::{SocketId, SocketTable, State};

pub use crate::right::{connection_packet, reset};

pub fn last_ack(table: &mut SocketTable, listener: SocketId, copy: SocketId) -> bool {
    let room = connection_packet(table, listener);
    if room {
        table[copy].state = State::Established;
    }
    room
}
