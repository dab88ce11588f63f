//! "An RST has a number too. It must be the one that comes next."

use netstack::{Segment, SocketTable};

use crate::exercises::send;
use crate::found;
use crate::right::Copies;
pub use crate::right::{close, expired, shutdown};

pub fn arrives(
    table: &mut SocketTable,
    copies: &mut Copies,
    segment: &Segment,
    window: u32,
) -> Option<Segment> {
    let mut segment = segment.clone();
    if let Some((id, _)) = found(table, &segment)
        && table[id].receiving.is_some()
        && segment.flags.ack
        && segment.flags.rst
    {
        segment = match send::received(table, id, &segment) {
            Ok(left) => left,
            Err(answer) => return Some(answer),
        };
    }
    crate::right::arrives(table, copies, &segment, window)
}
