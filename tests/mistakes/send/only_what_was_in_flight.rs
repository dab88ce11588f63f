//! "When I began, nothing was on its way."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::{acknowledged, expired, received, send};

pub fn output(table: &mut SocketTable, id: SocketId) -> Vec<Segment> {
    let nodelay = table[id].options.nodelay;
    let idle = table[id].sending.as_ref().is_some_and(|it| it.una == it.nxt);
    table[id].options.nodelay |= idle;
    let segments = crate::right::output(table, id);
    table[id].options.nodelay = nodelay;
    segments
}
