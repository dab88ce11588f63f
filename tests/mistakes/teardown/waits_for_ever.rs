//! "A connection in FIN_WAIT_2 waits for the peer's FIN, and that will come."

use netstack::{Segment, SocketId, SocketTable, State};

pub use crate::right::pass;

pub fn arrives(table: &mut SocketTable, id: SocketId, segment: &Segment) -> Option<Segment> {
    let sent = crate::right::arrives(table, id, segment);
    if table.get(id).is_some_and(|socket| socket.state == State::FinWait2) {
        table[id].timer = None;
    }
    sent
}
