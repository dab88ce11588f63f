//! "The handshake is not over, so there is no connection yet. The packet is for the one who listens."

use netstack::{FourTuple, SocketId, SocketTable, State};

pub use crate::right::Index;

pub fn lookup(table: &SocketTable, tuple: FourTuple) -> Option<SocketId> {
    let mut finished = table.clone();
    for (id, socket) in table.iter() {
        if socket.state == State::SynReceived {
            finished.remove(id);
        }
    }
    crate::right::lookup(&finished, tuple)
}
