//! "What a segment carries counts, whatever its flags are."

use netstack::{Segment, SocketTable};

use crate::connection;
use crate::exercises::send;
use crate::right::Copies;
pub use crate::right::{close, expired, shutdown};

pub fn arrives(
    table: &mut SocketTable,
    copies: &mut Copies,
    segment: &Segment,
    window: u32,
) -> Option<Segment> {
    if let Some(id) = connection(table, segment)
        && !segment.flags.ack
    {
        return match send::received(table, id, segment) {
            Ok(left) => crate::right::arrives(table, copies, &left, window),
            Err(answer) => Some(answer),
        };
    }
    crate::right::arrives(table, copies, segment, window)
}
