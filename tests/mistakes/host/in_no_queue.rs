//! "The last ACK makes the connection ESTABLISHED."

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
    let Flags { syn, ack, rst, .. } = segment.flags;
    if let Some((copy, State::SynReceived)) = found(table, segment)
        && ack
        && !(syn || rst)
        && copies.get(&copy).is_some_and(|listener| table.get(*listener).is_some())
    {
        copies.remove(&copy);
        table[copy].state = State::Established;
    }
    crate::right::arrives(table, copies, segment, window)
}
