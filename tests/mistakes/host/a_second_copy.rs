//! "A SYN asks for a connection, so it makes a copy."

use netstack::{Flags, Segment, SocketTable, State};

use crate::found;
use crate::makes_a_copy;
use crate::right::Copies;
pub use crate::right::{close, expired, shutdown};

pub fn arrives(
    table: &mut SocketTable,
    copies: &mut Copies,
    segment: &Segment,
    window: u32,
) -> Option<Segment> {
    if let Some((copy, State::SynReceived)) = found(table, segment)
        && segment.flags == Flags::SYN
        && let Some(listener) = copies.get(&copy).copied().filter(|id| table.get(*id).is_some())
    {
        return Some(makes_a_copy(table, copies, listener, segment, window));
    }
    crate::right::arrives(table, copies, segment, window)
}
