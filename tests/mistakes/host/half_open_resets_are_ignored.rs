//! "Only a connection can be broken off."

use netstack::{Segment, SocketTable, State};

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
        Some((_, State::SynReceived)) if segment.flags.rst => None,
        _ => crate::right::arrives(table, copies, segment, window),
    }
}
