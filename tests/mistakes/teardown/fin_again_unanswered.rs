//! "This FIN has come before. It was answered then."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::pass;

pub fn arrives(table: &mut SocketTable, id: SocketId, segment: &Segment) -> Option<Segment> {
    let again = segment.flags.fin && !segment.flags.rst && table[id].ended;
    let answer = crate::right::arrives(table, id, segment);
    answer.filter(|_| !again)
}
