//! "A connection in TIME_WAIT is over. What comes now is for somebody else."

use netstack::{FourTuple, SocketId, SocketTable, State};

pub use crate::right::Index;

pub fn lookup(table: &SocketTable, tuple: FourTuple) -> Option<SocketId> {
    let found = crate::right::lookup(table, tuple)?;
    if table[found].state != State::TimeWait {
        return Some(found);
    }
    let listener = table
        .iter()
        .find(|(_, socket)| socket.state == State::Listen && socket.local == Some(tuple.local));
    listener.map(|(id, _)| id)
}
