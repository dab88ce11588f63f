//! "A client that sends to a waiting server is a new client."

use netstack::{Flags, Segment, Socket, SocketId, SocketTable, State};

pub use crate::right::{recv, send};

pub fn deliver(
    table: &mut SocketTable,
    found: Option<SocketId>,
    segment: &Segment,
) -> Option<Segment> {
    if let Some(id) = found
        && table[id].state == State::Listen
        && segment.flags.ack
        && !segment.data.is_empty()
    {
        table.insert(Socket {
            state: State::Established,
            local: Some(segment.destination),
            remote: Some(segment.source),
            received: segment.data.clone(),
            ..Socket::default()
        });
        return Some(Segment::new(Flags::ACK, segment.destination, segment.source));
    }
    crate::right::deliver(table, found, segment)
}
