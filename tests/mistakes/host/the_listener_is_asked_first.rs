//! "If its listening socket has gone, nothing else about a half-open connection matters."

use netstack::{Segment, SocketTable, State};

use crate::exercises::deliver;
use crate::found;
use crate::right::Copies;
pub use crate::right::{close, expired, shutdown};

pub fn arrives(
    table: &mut SocketTable,
    copies: &mut Copies,
    segment: &Segment,
    window: u32,
) -> Option<Segment> {
    if let Some((copy, State::SynReceived)) = found(table, segment)
        && copies.get(&copy).is_none_or(|listener| table.get(*listener).is_none())
    {
        copies.remove(&copy);
        table.remove(copy);
        return deliver::deliver(table, None, segment);
    }
    crate::right::arrives(table, copies, segment, window)
}
