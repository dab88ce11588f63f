//! "The peer should hear that it is over."

use netstack::{Flags, Segment, SocketId, SocketTable, State};

pub use crate::right::{acknowledged, output, received, send};

pub fn expired(table: &mut SocketTable, id: SocketId) -> Option<Segment> {
    let nxt = table[id].sending.as_ref()?.nxt;
    let segment = crate::right::expired(table, id);
    if table[id].state != State::Closed {
        return segment;
    }
    let rst = Segment::new(Flags::RST, table[id].local?, table[id].remote?);
    Some(Segment { seq: nxt, ..rst })
}
