//! "A FIN takes up a number, so deliver acknowledges it like data."

use netstack::{Flags, Segment, SocketId, SocketTable, State};

pub use crate::right::{recv, send};

pub fn deliver(
    table: &mut SocketTable,
    found: Option<SocketId>,
    segment: &Segment,
) -> Option<Segment> {
    let receives = |id| {
        matches!(table[id].state, State::Established | State::FinWait1 | State::FinWait2)
            && segment.flags.ack
            && segment.flags.fin
    };
    let acknowledges = found.is_some_and(receives);
    let answer = crate::right::deliver(table, found, segment);
    let ack = || Segment::new(Flags::ACK, segment.destination, segment.source);
    answer.or_else(|| acknowledges.then(ack))
}
