//! "A SYN makes a copy. The queue is for finished handshakes."

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
    match found(table, segment) {
        Some((listener, State::Listen)) if segment.flags == Flags::SYN => {
            Some(makes_a_copy(table, copies, listener, segment, window))
        }
        _ => crate::right::arrives(table, copies, segment, window),
    }
}
