//! "In TIME_WAIT the numbers count as everywhere else."

use netstack::{Segment, SocketTable, State};

use crate::exercises::{send, teardown};
use crate::found;
use crate::right::Copies;
pub use crate::right::{close, expired, shutdown};

pub fn arrives(
    table: &mut SocketTable,
    copies: &mut Copies,
    segment: &Segment,
    window: u32,
) -> Option<Segment> {
    if let Some((id, State::TimeWait)) = found(table, segment)
        && segment.flags.ack
        && !(segment.flags.syn || segment.flags.rst)
    {
        let left = match send::received(table, id, segment) {
            Ok(left) => left,
            Err(answer) => return Some(answer),
        };
        let answer = send::acknowledged(table, id, &left, window);
        return answer.or_else(|| teardown::arrives(table, id, &left));
    }
    crate::right::arrives(table, copies, segment, window)
}
