//! "The SYN goes to the listening socket. TIME_WAIT ends by itself."

use netstack::{Flags, Segment, SocketTable, State};

use crate::exercises::backlog;
use crate::makes_a_copy;
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
    {
        let listener = listens_for(table, segment)?;
        if !backlog::connection_packet(table, listener) {
            return None;
        }
        return Some(makes_a_copy(table, copies, listener, segment, window));
    }
    crate::right::arrives(table, copies, segment, window)
}
