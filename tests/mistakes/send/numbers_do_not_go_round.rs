//! "A number that is smaller is older."

use netstack::{Flags, Segment, SocketId, SocketTable};

pub use crate::right::{expired, output, received, send};

pub fn acknowledged(
    table: &mut SocketTable,
    id: SocketId,
    segment: &Segment,
    window: u32,
) -> Option<Segment> {
    let sending = table[id].sending.as_ref()?;
    if segment.ack > sending.nxt {
        let ack = Segment::new(Flags::ACK, segment.destination, segment.source);
        return Some(Segment { seq: sending.nxt, ..ack });
    }
    if segment.ack < sending.una {
        return None;
    }
    crate::right::acknowledged(table, id, segment, window)
}
