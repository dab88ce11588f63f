//! "Perhaps the peer comes back."

use netstack::{Segment, SocketId, SocketTable, State};

pub use crate::right::{acknowledged, output, received, send};

pub fn expired(table: &mut SocketTable, id: SocketId) -> Option<Segment> {
    let sending = table[id].sending.clone();
    let segment = crate::right::expired(table, id);
    if table[id].state == State::Closed {
        table[id].sending = sending;
    }
    segment
}
