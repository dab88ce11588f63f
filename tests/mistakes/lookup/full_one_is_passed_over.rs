//! "A full queue takes nobody, so the packet is for the next one who waits there."

use std::net::{Ipv4Addr, SocketAddrV4};

use netstack::{FourTuple, SocketId, SocketTable, State};

pub use crate::right::Index;

pub fn lookup(table: &SocketTable, tuple: FourTuple) -> Option<SocketId> {
    let found = crate::right::lookup(table, tuple)?;
    let has_room = |id: SocketId| match &table[id].backlog {
        Some(queue) => queue.waiting.len() <= queue.limit as usize,
        None => true,
    };
    if has_room(found) {
        return Some(found);
    }
    let everywhere = SocketAddrV4::new(Ipv4Addr::UNSPECIFIED, tuple.local.port());
    let mut others = table.iter().filter(|(_, socket)| socket.state == State::Listen);
    let other = others.find(|(id, socket)| socket.local == Some(everywhere) && has_room(*id));
    other.map(|(id, _)| id)
}
