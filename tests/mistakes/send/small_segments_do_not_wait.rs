//! "What the program has sent should be there soon."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::{acknowledged, expired, received, send};

pub fn output(table: &mut SocketTable, id: SocketId) -> Vec<Segment> {
    let nodelay = table[id].options.nodelay;
    table[id].options.nodelay = true;
    let segments = crate::right::output(table, id);
    table[id].options.nodelay = nodelay;
    segments
}
