//! "After an ACK something may be sent: so `output` is called."

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
    let id = connection(table, segment).filter(|_| segment.flags.ack);
    let answer = crate::right::arrives(table, copies, segment, window);
    if let Some(id) = id.filter(|id| table.get(*id).is_some()) {
        send::output(table, id);
    }
    answer
}
