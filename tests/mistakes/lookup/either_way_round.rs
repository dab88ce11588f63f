//! "A connection is a pair of endpoints. Which of the two is written first makes no difference."

use netstack::{FourTuple, SocketId, SocketTable, State};

pub use crate::right::Index;

pub fn lookup(table: &SocketTable, tuple: FourTuple) -> Option<SocketId> {
    let FourTuple { local, remote } = tuple;
    let pair = table.iter().find(|(_, socket)| {
        let ends = (socket.local, socket.remote);
        let either_way = [(Some(local), Some(remote)), (Some(remote), Some(local))];
        socket.state != State::Closed && either_way.contains(&ends)
    });
    pair.map(|(id, _)| id).or_else(|| crate::right::lookup(table, tuple))
}
