//! "Nobody listens for this SYN, so the client is refused."

use netstack::{Flags, Segment, SocketTable, State};

use crate::exercises::deliver;
use crate::right::Copies;
pub use crate::right::{close, expired, shutdown};
use crate::{found, listens_for};

pub fn arrives(
    table: &mut SocketTable,
    copies: &mut Copies,
    segment: &Segment,
    window: u32,
) -> Option<Segment> {
    if let Some((_, State::TimeWait)) = found(table, segment)
        && segment.flags == Flags::SYN
        && listens_for(table, segment).is_none()
    {
        return deliver::deliver(table, None, segment);
    }
    crate::right::arrives(table, copies, segment, window)
}
