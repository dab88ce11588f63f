//! "An ESTABLISHED connection gets data, and `deliver` is for that."

use netstack::{Segment, SocketTable, State};

use crate::connection;
use crate::right::Copies;
pub use crate::right::{close, expired, shutdown};

pub fn arrives(
    table: &mut SocketTable,
    copies: &mut Copies,
    segment: &Segment,
    window: u32,
) -> Option<Segment> {
    let id = connection(table, segment).filter(|id| table[*id].state == State::Established);
    let answer = crate::right::arrives(table, copies, segment, window);
    let Some(id) = id.filter(|id| table[*id].state == State::CloseWait) else { return answer };
    // `teardown` has not seen it.
    table[id].state = State::Established;
    table[id].ended = false;
    answer.filter(|_| !segment.data.is_empty())
}
