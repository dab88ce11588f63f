//! "Only a SYN alone is the connection packet once more."

use netstack::{Flags, Segment, SocketTable, State};

use crate::found;
use crate::right::Copies;
pub use crate::right::{close, expired, shutdown};

pub fn arrives(
    table: &mut SocketTable,
    copies: &mut Copies,
    segment: &Segment,
    window: u32,
) -> Option<Segment> {
    if let Some((_, State::SynReceived)) = found(table, segment)
        && segment.flags != Flags::SYN
    {
        let flags = Flags { syn: false, ..segment.flags };
        let rest = Segment { flags, ..segment.clone() };
        return crate::right::arrives(table, copies, &rest, window);
    }
    crate::right::arrives(table, copies, segment, window)
}
