//! "An RST is no answer. The socket goes on waiting for the SYN+ACK."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::connect;

pub fn answer(table: &mut SocketTable, id: SocketId, segment: &Segment) -> Option<Segment> {
    if segment.flags.rst {
        return None;
    }
    crate::right::answer(table, id, segment)
}
