//! "The FIN needs no answer: this side will send its own."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::pass;

pub fn arrives(table: &mut SocketTable, id: SocketId, segment: &Segment) -> Option<Segment> {
    let answer = crate::right::arrives(table, id, segment);
    answer.filter(|_| !segment.flags.fin)
}
