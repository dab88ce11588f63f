//! "A FIN is a FIN: the server will send no more."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::connect;

pub fn answer(table: &mut SocketTable, id: SocketId, segment: &Segment) -> Option<Segment> {
    if segment.flags.fin {
        table[id].ended = true;
    }
    crate::right::answer(table, id, segment)
}
