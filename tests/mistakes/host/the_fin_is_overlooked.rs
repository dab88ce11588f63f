//! "An ESTABLISHED connection gets data, and `deliver` is for that."

use netstack::{Flags, Segment, SocketTable, State};

use crate::connection;
use crate::right::Copies;
pub use crate::right::{close, expired, shutdown};

pub fn arrives(table: &mut SocketTable, copies: &mut Copies, segment: &Segment) -> Option<Segment> {
    if let Some(id) = connection(table, segment)
        && table[id].state == State::Established
    {
        let flags = Flags { fin: false, ..segment.flags };
        return crate::right::arrives(table, copies, &Segment { flags, ..segment.clone() });
    }
    crate::right::arrives(table, copies, segment)
}
