//! "Walk through the table, and remember what fits. The newest is the right one."

use netstack::{FourTuple, SocketId, SocketTable, State};

pub use crate::right::Index;

pub fn lookup(table: &SocketTable, tuple: FourTuple) -> Option<SocketId> {
    let fits = table.iter().filter(|(_, socket)| {
        let Some(local) = socket.local else { return false };
        let local_fits = local == tuple.local
            || (local.ip().is_unspecified() && local.port() == tuple.local.port());
        match socket.remote {
            Some(remote) => socket.state != State::Closed && local_fits && remote == tuple.remote,
            None => socket.state == State::Listen && local_fits,
        }
    });
    fits.last().map(|(id, _)| id)
}
