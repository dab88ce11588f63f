//! "The client has closed, so nothing more can come from it."

use netstack::{FourTuple, SocketId, SocketTable, State};

pub use crate::right::Index;

pub fn lookup(table: &SocketTable, tuple: FourTuple) -> Option<SocketId> {
    let mut open = table.clone();
    for (id, socket) in table.iter() {
        if socket.state == State::CloseWait {
            open.remove(id);
        }
    }
    crate::right::lookup(&open, tuple)
}
