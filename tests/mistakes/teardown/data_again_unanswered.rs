//! "In TIME_WAIT a FIN can come again, and it is answered. All else is too late."

use netstack::{Segment, SocketId, SocketTable, State};

pub use crate::right::pass;

pub fn arrives(table: &mut SocketTable, id: SocketId, segment: &Segment) -> Option<Segment> {
    let waits = table[id].state == State::TimeWait;
    let answer = crate::right::arrives(table, id, segment);
    answer.filter(|_| !waits || segment.flags.fin || segment.flags.syn)
}
