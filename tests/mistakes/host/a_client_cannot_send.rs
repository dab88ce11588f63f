//! "`ports::answer` opens the connection, and that is all."

use netstack::{Segment, SocketTable, State};

use crate::found;
use crate::right::Copies;
pub use crate::right::{close, expired, shutdown};

pub fn arrives(
    table: &mut SocketTable,
    copies: &mut Copies,
    segment: &Segment,
    window: u32,
) -> Option<Segment> {
    let found = found(table, segment);
    let answer = crate::right::arrives(table, copies, segment, window);
    if let Some((id, State::SynSent)) = found {
        table[id].sending = None;
    }
    answer
}
