//! "What is not new is dropped."

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
        && table[id].receiving.is_some()
        && send::received(&mut table.clone(), id, segment).is_err()
    {
        return None;
    }
    crate::right::arrives(table, copies, segment, window)
}
