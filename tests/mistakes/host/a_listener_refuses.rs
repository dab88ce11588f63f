//! "What is no connection packet belongs to nobody."

use netstack::{Flags, Segment, SocketTable, State};

use crate::exercises::deliver;
use crate::found;
use crate::right::Copies;
pub use crate::right::{close, expired, shutdown};

pub fn arrives(
    table: &mut SocketTable,
    copies: &mut Copies,
    segment: &Segment,
    window: u32,
) -> Option<Segment> {
    let is_for_a_listener = found(table, segment).is_some_and(|(_, state)| state == State::Listen);
    if is_for_a_listener && segment.flags != Flags::SYN {
        return deliver::deliver(table, None, segment);
    }
    crate::right::arrives(table, copies, segment, window)
}
