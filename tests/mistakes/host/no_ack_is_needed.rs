//! "Whoever sends something has heard the answer."

use netstack::{Flags, Segment, SocketTable, State};

use crate::found;
use crate::right::Copies;
pub use crate::right::{close, expired, shutdown};

pub fn arrives(
    table: &mut SocketTable,
    copies: &mut Copies,
    segment: &Segment,
    window: u32,
) -> Option<Segment> {
    let Flags { syn, rst, .. } = segment.flags;
    match found(table, segment) {
        Some((_, State::SynReceived)) if !syn && !rst => {
            let with_ack = Segment { flags: segment.flags | Flags::ACK, ack: 1, ..segment.clone() };
            crate::right::arrives(table, copies, &with_ack, window)
        }
        _ => crate::right::arrives(table, copies, segment, window),
    }
}
