//! "A yes is a SYN+ACK, a no is an RST+ACK. Everything else is no answer."

use netstack::{Flags, Segment, SocketId, SocketTable};

pub use crate::right::connect;

pub fn answer(table: &mut SocketTable, id: SocketId, segment: &Segment) -> Option<Segment> {
    let (syn_ack, rst_ack) = (Flags::SYN | Flags::ACK, Flags::RST | Flags::ACK);
    let known = [syn_ack, rst_ack, Flags::SYN, Flags::ACK].contains(&segment.flags);
    if known { crate::right::answer(table, id, segment) } else { None }
}
