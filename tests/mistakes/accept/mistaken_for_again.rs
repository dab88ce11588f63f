//! "This host has sent a packet before, so this is the same packet again."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::accept;

pub fn connection_packet(table: &mut SocketTable, found: SocketId, packet: &Segment) -> SocketId {
    let known = table
        .iter()
        .find(|(_, socket)| socket.remote.is_some_and(|remote| remote.ip() == packet.source.ip()));
    match known {
        Some((copy, _)) => copy,
        None => crate::right::connection_packet(table, found, packet),
    }
}
