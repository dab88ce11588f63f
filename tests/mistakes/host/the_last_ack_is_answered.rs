//! "There is no room: the client is told so by the SYN with ACK, once more."

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
    let found = found(table, segment);
    let answer = crate::right::arrives(table, copies, segment, window);
    match found {
        Some((copy, State::SynReceived))
            if ack
                && !(syn || rst)
                && table.get(copy).is_some_and(|it| it.state == State::SynReceived) =>
        {
            let flags = Flags::SYN | Flags::ACK;
            Some(Segment::new(flags, segment.destination, segment.source))
        }
        _ => answer,
    }
}
