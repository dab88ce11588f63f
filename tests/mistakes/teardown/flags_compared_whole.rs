//! "A connection packet is one whose flags are SYN. A reset is one whose flags are RST."

use netstack::{Flags, Segment, SocketId, SocketTable};

pub use crate::right::pass;

pub fn arrives(table: &mut SocketTable, id: SocketId, segment: &Segment) -> Option<Segment> {
    let mut flags = segment.flags;
    flags.syn = flags == Flags::SYN;
    flags.rst = flags == Flags::RST;
    crate::right::arrives(table, id, &Segment { flags, ..segment.clone() })
}
