//! "The connection packet has come, so the connection is there: it can be accepted."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::accept;

pub fn connection_packet(table: &mut SocketTable, found: SocketId, packet: &Segment) -> SocketId {
    let copy = crate::right::connection_packet(table, found, packet);
    if let Some(backlog) = &mut table[found].backlog {
        backlog.waiting.push_back(copy);
    }
    copy
}
