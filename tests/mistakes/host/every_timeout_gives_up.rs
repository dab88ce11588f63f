//! "An orphan that hears nothing is removed when its timer runs out."

use netstack::{Segment, SocketId, SocketTable};

use crate::exercises::teardown::is_orphan;
pub use crate::right::{arrives, close, shutdown};

pub fn expired(table: &mut SocketTable, id: SocketId) -> Option<Segment> {
    let sent = crate::right::expired(table, id);
    if table.get(id).is_some() && is_orphan(table, id) {
        table.remove(id);
    }
    sent
}
