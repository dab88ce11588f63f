//! "After an RST the error is ECONNRESET."

use netstack::{Errno, Segment, SocketId, SocketTable};

pub use crate::right::pass;

pub fn arrives(table: &mut SocketTable, id: SocketId, segment: &Segment) -> Option<Segment> {
    let answer = crate::right::arrives(table, id, segment);
    if segment.flags.rst && table.get(id).is_some() {
        table[id].error = Some(Errno::ECONNRESET);
    }
    answer
}
