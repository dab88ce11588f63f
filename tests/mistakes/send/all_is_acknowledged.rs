//! "An ACK: all that I have sent has come."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::{expired, output, received, send};

pub fn acknowledged(
    table: &mut SocketTable,
    id: SocketId,
    segment: &Segment,
    window: u32,
) -> Option<Segment> {
    let sending = table[id].sending.as_ref()?;
    let (una, nxt) = (sending.una, sending.nxt);
    let new = segment.ack.wrapping_sub(una);
    let ack = if (1..=nxt.wrapping_sub(una)).contains(&new) { nxt } else { segment.ack };
    crate::right::acknowledged(table, id, &Segment { ack, ..segment.clone() }, window)
}
