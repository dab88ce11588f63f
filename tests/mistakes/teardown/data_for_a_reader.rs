//! "This side has ended its data. What comes now is too late."

use netstack::{Flags, Segment, SocketId, SocketTable, State};

pub use crate::right::pass;

pub fn arrives(table: &mut SocketTable, id: SocketId, segment: &Segment) -> Option<Segment> {
    let ended = matches!(table[id].state, State::FinWait1 | State::FinWait2);
    if ended && !segment.data.is_empty() && !segment.flags.rst && !segment.flags.syn {
        table.remove(id);
        let rst = Segment::new(Flags::RST, segment.destination, segment.source);
        return Some(Segment { seq: segment.ack, ..rst });
    }
    crate::right::arrives(table, id, segment)
}
