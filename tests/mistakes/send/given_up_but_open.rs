//! "The error tells the program, and the program closes."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::{acknowledged, output, received, send};

pub fn expired(table: &mut SocketTable, id: SocketId) -> Option<Segment> {
    let state = table[id].state;
    let segment = crate::right::expired(table, id);
    table[id].state = state;
    segment
}
