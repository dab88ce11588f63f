//! "`received` says whether the segment comes next."

use netstack::{Segment, SocketTable};

use crate::exercises::send;
use crate::right::Copies;
pub use crate::right::{close, expired, shutdown};
use crate::{connection, without_receiving};

pub fn arrives(
    table: &mut SocketTable,
    copies: &mut Copies,
    segment: &Segment,
    window: u32,
) -> Option<Segment> {
    if let Some(id) = connection(table, segment)
        && segment.flags.ack
        && table[id].receiving.is_some()
    {
        return match send::received(table, id, segment) {
            Ok(_) => without_receiving(table, copies, id, segment, window),
            Err(answer) => Some(answer),
        };
    }
    crate::right::arrives(table, copies, segment, window)
}
