//! "The queue is full. So there is no room for this client, and the packet is dropped."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::accept;

pub fn connection_packet(table: &mut SocketTable, found: SocketId, packet: &Segment) -> SocketId {
    match &table[found].backlog {
        Some(queue) if queue.waiting.len() > queue.limit as usize => found,
        _ => crate::right::connection_packet(table, found, packet),
    }
}
