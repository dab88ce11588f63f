//! "Of all who wait for this packet, the one with the shortest queue should get it."

use netstack::{FourTuple, SocketId, SocketTable, State};

pub use crate::right::Index;

pub fn lookup(table: &SocketTable, tuple: FourTuple) -> Option<SocketId> {
    let found = crate::right::lookup(table, tuple)?;
    let room = |id: SocketId| {
        let queue = table[id].backlog.as_ref();
        queue.map(|queue| (queue.limit + 1).saturating_sub(queue.waiting.len() as u32))
    };
    if table[found].state != State::Listen {
        return Some(found);
    }
    let waits_here = |local: std::net::SocketAddrV4| {
        local.port() == tuple.local.port() && local.ip().is_unspecified()
    };
    let everywhere = table
        .iter()
        .find(|(_, socket)| socket.state == State::Listen && socket.local.is_some_and(waits_here));
    let other = everywhere.map(|(id, _)| id).filter(|other| room(*other) > room(found));
    other.or(Some(found))
}
