//! "`send::acknowledged` takes the segments of a connection."

use netstack::{Segment, SocketTable, State};

use crate::connection;
use crate::exercises::teardown::is_orphan;
use crate::right::Copies;
pub use crate::right::{close, expired, shutdown};

pub fn arrives(table: &mut SocketTable, copies: &mut Copies, segment: &Segment) -> Option<Segment> {
    let is_open = |state| matches!(state, State::Established | State::FinWait1 | State::FinWait2);
    if let Some(id) = connection(table, segment)
        && is_open(table[id].state)
        && !is_orphan(table, id)
    {
        let without_data = Segment { data: Vec::new(), ..segment.clone() };
        return crate::right::arrives(table, copies, &without_data);
    }
    crate::right::arrives(table, copies, segment)
}
