//! "Each segment goes through `send`, `deliver` and `teardown`."

use netstack::{Segment, SocketTable};

use crate::exercises::send;
use crate::found;
use crate::right::Copies;
pub use crate::right::{close, expired, shutdown};

pub fn arrives(
    table: &mut SocketTable,
    copies: &mut Copies,
    segment: &Segment,
    window: u32,
) -> Option<Segment> {
    if let Some((id, _)) = found(table, segment)
        && table[id].remote.is_some()
        && segment.flags.ack
        && (segment.flags.rst || segment.flags.syn)
        && table[id].sending.is_some()
        && let Some(answer) = send::acknowledged(table, id, segment, window)
    {
        return Some(answer);
    }
    crate::right::arrives(table, copies, segment, window)
}
