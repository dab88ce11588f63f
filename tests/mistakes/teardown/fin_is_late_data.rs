//! "What takes up a number is late, if nobody is there any more."

use netstack::{Flags, Segment, SocketId, SocketTable, State};

pub use crate::right::pass;

pub fn arrives(table: &mut SocketTable, id: SocketId, segment: &Segment) -> Option<Segment> {
    let socket = &table[id];
    let waits = matches!(socket.state, State::FinWait1 | State::FinWait2);
    if waits && crate::right::is_orphan(table, id) && segment.flags == Flags::FIN | Flags::ACK {
        table.remove(id);
        let rst = Segment::new(Flags::RST, segment.destination, segment.source);
        return Some(Segment { seq: segment.ack, ..rst });
    }
    crate::right::arrives(table, id, segment)
}
