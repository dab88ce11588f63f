//! "`send::acknowledged` answers. The rest of the segment counts all the same."

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
        && segment.flags.ack
        && let Some(answer) = send::acknowledged(&mut table.clone(), id, segment, window)
        && let Some(sending) = &table[id].sending
    {
        let known = Segment { ack: sending.una, ..segment.clone() };
        let window = sending.window;
        return crate::right::arrives(table, copies, &known, window).or(Some(answer));
    }
    crate::right::arrives(table, copies, segment, window)
}
