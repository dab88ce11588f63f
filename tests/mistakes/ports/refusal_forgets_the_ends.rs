//! "The connection has failed, so the socket is as it was before connect."

use netstack::{Segment, SocketId, SocketTable, State};

pub use crate::right::connect;

pub fn answer(table: &mut SocketTable, id: SocketId, segment: &Segment) -> Option<Segment> {
    let answer = crate::right::answer(table, id, segment);
    let socket = &mut table[id];
    if socket.state == State::Closed {
        socket.local = None;
        socket.remote = None;
    }
    answer
}
