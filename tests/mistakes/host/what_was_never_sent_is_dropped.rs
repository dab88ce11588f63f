//! "Who acknowledges what was never sent hears nothing."

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
        && send::acknowledged(&mut table.clone(), id, segment, window).is_some()
    {
        // What has come before is answered all the same.
        return send::received(table, id, segment).err();
    }
    crate::right::arrives(table, copies, segment, window)
}
