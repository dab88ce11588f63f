//! "An ACK without data has nothing for anybody."

use netstack::{Segment, SocketTable};

use crate::connection;
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
        && let Some(sending) = &table[id].sending
    {
        // Nothing in it is new for `send`.
        let known = Segment { ack: sending.una, ..segment.clone() };
        let window = sending.window;
        return crate::right::arrives(table, copies, &known, window);
    }
    crate::right::arrives(table, copies, segment, window)
}
