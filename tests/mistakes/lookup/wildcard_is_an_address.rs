//! "A socket listens at its own address. 0.0.0.0 is an address like any other."

use netstack::{FourTuple, SocketId, SocketTable, State};

pub use crate::right::Index;

pub fn lookup(table: &SocketTable, tuple: FourTuple) -> Option<SocketId> {
    let found = crate::right::lookup(table, tuple)?;
    let listens = table[found].state == State::Listen;
    (!listens || table[found].local == Some(tuple.local)).then_some(found)
}
