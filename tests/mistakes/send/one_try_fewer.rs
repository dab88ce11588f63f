//! "With the last try it is over."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::{acknowledged, output, received, send};

pub fn expired(table: &mut SocketTable, id: SocketId) -> Option<Segment> {
    let retries = table.limits.retries;
    table.limits.retries = retries.saturating_sub(1);
    let segment = crate::right::expired(table, id);
    table.limits.retries = retries;
    segment
}
