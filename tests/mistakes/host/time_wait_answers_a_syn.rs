//! "A connection in TIME_WAIT gets what arrives for it."

use netstack::{Segment, SocketTable, State};

use crate::exercises::teardown;
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
        Some((id, State::TimeWait)) => teardown::arrives(table, id, segment),
        _ => crate::right::arrives(table, copies, segment, window),
    }
}
