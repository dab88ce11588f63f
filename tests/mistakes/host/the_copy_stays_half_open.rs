//! "Its listening socket has gone, so the segment is dropped."

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
    if let Some((copy, State::SynReceived)) = found(table, segment) {
        let is_there = copies.get(&copy).is_some_and(|listener| table.get(*listener).is_some());
        if !is_there && !syn && !rst {
            return None;
        }
    }
    crate::right::arrives(table, copies, segment, window)
}
