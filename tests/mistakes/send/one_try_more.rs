//! "Only when there were more tries than allowed is it over."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::{send, output, acknowledged};

pub fn expired(table: &mut SocketTable, id: SocketId) -> Option<Segment> {

    let retries = table.limits.retries;
    table.limits.retries = retries + 1;
    let segment = crate::right::expired(table, id);
    table.limits.retries = retries;
    segment
}
