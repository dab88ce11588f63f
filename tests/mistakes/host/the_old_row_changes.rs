//! "CLOSED is all that is written into the old row."

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
    let Some((id, State::TimeWait)) = found(table, segment) else {
        return crate::right::arrives(table, copies, segment, window);
    };
    let timer = table[id].timer;
    let answer = crate::right::arrives(table, copies, segment, window);
    if segment.flags == Flags::SYN && table.get(id).is_some() {
        table[id].timer = timer;
    }
    answer
}
