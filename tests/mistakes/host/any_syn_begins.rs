//! "A segment with SYN asks for a connection."

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
    let is_for_a_listener = found(table, segment).is_some_and(|(_, state)| state == State::Listen);
    if is_for_a_listener && segment.flags.syn {
        let syn = Segment { flags: Flags::SYN, ..segment.clone() };
        return crate::right::arrives(table, copies, &syn, window);
    }
    crate::right::arrives(table, copies, segment, window)
}
