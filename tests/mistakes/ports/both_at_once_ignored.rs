//! "This socket is a client. A SYN is for servers."

use netstack::{Flags, Segment, SocketId, SocketTable};

pub use crate::right::connect;

pub fn answer(table: &mut SocketTable, id: SocketId, segment: &Segment) -> Option<Segment> {
    if segment.flags == Flags::SYN {
        return None;
    }
    crate::right::answer(table, id, segment)
}
