//! "Data has come, so it is acknowledged."

use netstack::{Flags, Segment, SocketId, SocketTable, State};

pub use crate::right::pass;

pub fn arrives(table: &mut SocketTable, id: SocketId, segment: &Segment) -> Option<Segment> {
    let answer = crate::right::arrives(table, id, segment);
    let open = table.get(id).is_some_and(|socket| {
        let state = socket.state;
        matches!(state, State::Established | State::FinWait1 | State::FinWait2)
    });
    if answer.is_none() && open && !segment.data.is_empty() {
        return Some(Segment::new(Flags::ACK, segment.destination, segment.source));
    }
    answer
}
