//! "A connection that is given up is removed."

use netstack::{Segment, SocketId, SocketTable, State};

use crate::exercises::send;
pub use crate::right::{arrives, close, shutdown};

pub fn expired(table: &mut SocketTable, id: SocketId) -> Option<Segment> {
    let sent = send::expired(table, id);
    if table[id].state == State::Closed {
        table.remove(id);
    }
    sent
}
