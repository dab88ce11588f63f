//! "0.0.0.0 is for the network. Who wants 127.0.0.1 listens at 127.0.0.1."

use netstack::{FourTuple, SocketId, SocketTable};

pub use crate::right::Index;

pub fn lookup(table: &SocketTable, tuple: FourTuple) -> Option<SocketId> {
    let found = crate::right::lookup(table, tuple)?;
    let everywhere = table[found].local.is_some_and(|local| local.ip().is_unspecified());
    (!everywhere || !tuple.local.ip().is_loopback()).then_some(found)
}
