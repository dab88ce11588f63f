//! "The connection is removed, and that is all."

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
    let is_half_open = found(table, segment).filter(|(_, state)| *state == State::SynReceived);
    let answer = crate::right::arrives(table, copies, segment, window);
    match is_half_open {
        Some((copy, _)) if table.get(copy).is_none() && !syn && !rst => None,
        _ => answer,
    }
}
