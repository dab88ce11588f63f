//! "A socket that connects is a connection, and its segments are for `teardown`."

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
    if let Some((id, State::SynSent)) = found(table, segment) {
        return teardown::arrives(table, id, segment);
    }
    crate::right::arrives(table, copies, segment, window)
}
