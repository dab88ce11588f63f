//! "There is no room, so the client is refused."

use netstack::{Flags, Segment, SocketTable, State};

use crate::exercises::{backlog, deliver};
use crate::found;
use crate::right::Copies;
pub use crate::right::{close, expired, shutdown};

pub fn arrives(
    table: &mut SocketTable,
    copies: &mut Copies,
    segment: &Segment,
    window: u32,
) -> Option<Segment> {
    match found(table, segment) {
        Some((listener, State::Listen))
            if segment.flags == Flags::SYN && !backlog::connection_packet(table, listener) =>
        {
            deliver::deliver(table, None, segment)
        }
        _ => crate::right::arrives(table, copies, segment, window),
    }
}
