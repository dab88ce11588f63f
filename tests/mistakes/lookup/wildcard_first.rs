//! "The socket that listens at every address is there for every segment, so it is asked first."

use std::net::{Ipv4Addr, SocketAddrV4};

use netstack::{FourTuple, SocketId, SocketTable, State};

pub use crate::right::Index;

pub fn lookup(table: &SocketTable, tuple: FourTuple) -> Option<SocketId> {
    let found = crate::right::lookup(table, tuple)?;
    if table[found].state != State::Listen {
        return Some(found);
    }
    let every_address = SocketAddrV4::new(Ipv4Addr::UNSPECIFIED, tuple.local.port());
    let wildcard = table
        .iter()
        .find(|(_, socket)| socket.state == State::Listen && socket.local == Some(every_address));
    wildcard.map(|(id, _)| id).or(Some(found))
}
