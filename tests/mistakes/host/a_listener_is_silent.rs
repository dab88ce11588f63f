//! "A listening socket waits for SYNs. All else is dropped."

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
    match found(table, segment) {
        Some((_, State::Listen)) if segment.flags != Flags::SYN => None,
        _ => crate::right::arrives(table, copies, segment, window),
    }
}
