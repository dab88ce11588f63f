//! "`send::acknowledged` answers. The rest of the segment counts all the same."

use netstack::{Segment, SocketTable};

use crate::connection;
use crate::exercises::send;
use crate::right::Copies;
pub use crate::right::{close, expired, shutdown};

pub fn arrives(table: &mut SocketTable, copies: &mut Copies, segment: &Segment) -> Option<Segment> {
    if let Some(id) = connection(table, segment)
        && segment.flags.ack
        && let Some(answer) = send::acknowledged(&mut table.clone(), id, segment)
        && let Some(sending) = &table[id].sending
    {
        let known = Segment { ack: sending.una, window: sending.window, ..segment.clone() };
        return crate::right::arrives(table, copies, &known).or(Some(answer));
    }
    crate::right::arrives(table, copies, segment)
}
