//! "What is remembered of a copy does no harm."

use netstack::{Segment, SocketTable};

use crate::right::Copies;
pub use crate::right::{close, expired, shutdown};

pub fn arrives(
    table: &mut SocketTable,
    copies: &mut Copies,
    segment: &Segment,
    window: u32,
) -> Option<Segment> {
    let before = copies.clone();
    let answer = crate::right::arrives(table, copies, segment, window);
    // It forgets none.
    for (copy, listener) in before {
        copies.entry(copy).or_insert(listener);
    }
    answer
}
