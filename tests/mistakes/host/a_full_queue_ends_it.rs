//! "There is no room for this connection, so it ends."

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
    let half_open = found(table, segment).filter(|(_, state)| *state == State::SynReceived);
    let answer = crate::right::arrives(table, copies, segment, window);
    if let Some((copy, _)) = half_open
        && ack
        && !syn
        && !rst
        && table.get(copy).is_some_and(|socket| socket.state == State::SynReceived)
    {
        copies.remove(&copy);
        table.remove(copy);
    }
    answer
}
