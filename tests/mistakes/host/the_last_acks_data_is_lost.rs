//! "The last ACK of the handshake carries nothing."

use netstack::{Segment, SocketTable, State};

use crate::exercises::backlog;
use crate::found;
use crate::right::Copies;
pub use crate::right::{close, expired, shutdown};

pub fn arrives(
    table: &mut SocketTable,
    copies: &mut Copies,
    segment: &Segment,
    window: u32,
) -> Option<Segment> {
    if let Some((copy, State::SynReceived)) = found(table, segment)
        && segment.flags.ack
        && !segment.flags.syn
        && !segment.flags.rst
        && let Some(listener) = copies.get(&copy).copied().filter(|id| table.get(*id).is_some())
    {
        if backlog::last_ack(table, listener, copy) {
            copies.remove(&copy);
        }
        return None;
    }
    crate::right::arrives(table, copies, segment, window)
}
