//! "Both have sent their FIN, so this connection is over."

use netstack::{FourTuple, SocketId, SocketTable, State};

pub use crate::right::Index;

pub fn lookup(table: &SocketTable, tuple: FourTuple) -> Option<SocketId> {
    let mut open = table.clone();
    for (id, socket) in table.iter() {
        if matches!(socket.state, State::Closing | State::LastAck) {
            open.remove(id);
        }
    }
    crate::right::lookup(&open, tuple)
}
