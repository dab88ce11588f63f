//! "A connection is a socket in ESTABLISHED. The others are not connected."

use netstack::{FourTuple, SocketId, SocketTable, State};

pub use crate::right::Index;

pub fn lookup(table: &SocketTable, tuple: FourTuple) -> Option<SocketId> {
    let ends = (Some(tuple.local), Some(tuple.remote));
    let found = table.iter().find(|(_, socket)| {
        socket.state == State::Established && (socket.local, socket.remote) == ends
    });
    let wildcard = |local: std::net::SocketAddrV4| local.ip().is_unspecified();
    let listener = |every_address: bool| {
        table.iter().find(move |(_, socket)| {
            socket.state == State::Listen
                && socket.local.is_some_and(|local| {
                    local.port() == tuple.local.port()
                        && (if every_address { wildcard(local) } else { local == tuple.local })
                })
        })
    };
    found.or_else(|| listener(false)).or_else(|| listener(true)).map(|(id, _)| id)
}
