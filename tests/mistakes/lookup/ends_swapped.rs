//! "The source is where a segment starts, so that is the local end."

use netstack::{FourTuple, SocketId, SocketTable};

pub use crate::right::Index;

pub fn lookup(table: &SocketTable, tuple: FourTuple) -> Option<SocketId> {
    let (local, remote) = (tuple.remote, tuple.local);
    crate::right::lookup(table, FourTuple { local, remote })
}
