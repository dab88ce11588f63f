//! "A SYN ends the old connection. Then it is looked up who listens."

use netstack::{Flags, Segment, SocketTable, State};

use crate::exercises::teardown;
use crate::right::Copies;
pub use crate::right::{close, expired, shutdown};
use crate::{found, listens_for};

pub fn arrives(
    table: &mut SocketTable,
    copies: &mut Copies,
    segment: &Segment,
    window: u32,
) -> Option<Segment> {
    if let Some((id, State::TimeWait)) = found(table, segment)
        && segment.flags == Flags::SYN
        && listens_for(table, segment).is_none()
    {
        teardown::end(table, id);
        return None;
    }
    crate::right::arrives(table, copies, segment, window)
}
