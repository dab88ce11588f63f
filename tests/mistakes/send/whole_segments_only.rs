//! "What is acknowledged are segments."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::{expired, output, received, send};

pub fn acknowledged(
    table: &mut SocketTable,
    id: SocketId,
    segment: &Segment,
    window: u32,
) -> Option<Segment> {
    let sending = table[id].sending.as_ref()?;
    let (sent, mss) = (sending.nxt.wrapping_sub(sending.una), sending.mss as u32);
    let new = segment.ack.wrapping_sub(sending.una);
    let whole = if new < sent { new - new % mss } else { new };
    let ack = sending.una.wrapping_add(whole);
    crate::right::acknowledged(table, id, &Segment { ack, ..segment.clone() }, window)
}
