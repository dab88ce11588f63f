//! "What belongs to nobody is answered with an RST."

use netstack::{Flags, Segment, SocketTable};

use crate::found;
use crate::right::Copies;
pub use crate::right::{close, expired, shutdown};

pub fn arrives(
    table: &mut SocketTable,
    copies: &mut Copies,
    segment: &Segment,
    window: u32,
) -> Option<Segment> {
    if found(table, segment).is_none() {
        let flags = Flags::RST | Flags::ACK;
        return Some(Segment::new(flags, segment.destination, segment.source));
    }
    crate::right::arrives(table, copies, segment, window)
}
