//! "A connection that was reset cannot be accepted any more."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::pass;

pub fn arrives(table: &mut SocketTable, id: SocketId, segment: &Segment) -> Option<Segment> {
    if segment.flags.rst
        && let Some(listener) = table.queue_with(id)
        && let Some(backlog) = &mut table[listener].backlog
    {
        backlog.waiting.retain(|waiting| *waiting != id);
        table.remove(id);
        return None;
    }
    crate::right::arrives(table, id, segment)
}
