//! "0.0.0.0 takes what is left."

use netstack::{FourTuple, SocketId, SocketTable, State};

pub use crate::right::Index;

pub fn lookup(table: &SocketTable, tuple: FourTuple) -> Option<SocketId> {
    let is_everywhere = |socket: &netstack::Socket| {
        socket.state == State::Listen && socket.local.is_some_and(|it| it.ip().is_unspecified())
    };
    let everywhere = || table.iter().find(|(_, socket)| is_everywhere(socket));
    crate::right::lookup(table, tuple).or_else(|| everywhere().map(|(id, _)| id))
}
