//! "Data for an orphan is too late, whatever its state."

use netstack::{Flags, Segment, SocketId, SocketTable, State};

pub use crate::right::pass;

pub fn arrives(table: &mut SocketTable, id: SocketId, segment: &Segment) -> Option<Segment> {
    let orphan = table.descriptor_of(id).is_none() && table.queue_with(id).is_none();
    let Flags { syn, rst, .. } = segment.flags;
    if orphan && table[id].state != State::TimeWait && !segment.data.is_empty() && !syn && !rst {
        table.remove(id);
        let rst = Segment::new(Flags::RST, segment.destination, segment.source);
        return Some(Segment { seq: segment.ack, ..rst });
    }
    crate::right::arrives(table, id, segment)
}
