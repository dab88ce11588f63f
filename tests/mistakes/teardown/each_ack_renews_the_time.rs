//! "The peer is still there, so it gets its 60 seconds again."

use netstack::{Segment, SocketId, SocketTable, State};

pub use crate::right::pass;

pub fn arrives(table: &mut SocketTable, id: SocketId, segment: &Segment) -> Option<Segment> {
    let answer = crate::right::arrives(table, id, segment);
    if let Some(socket) = table.get(id)
        && socket.state == State::FinWait2
        && socket.timer.is_some()
    {
        table[id].timer = Some(crate::right::FIN_TIMEOUT_SECONDS);
    }
    answer
}
