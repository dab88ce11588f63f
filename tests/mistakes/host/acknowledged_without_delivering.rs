//! "`send` has taken the segment: it is answered."

use netstack::{Segment, SocketTable};

use crate::connection;
use crate::right::Copies;
pub use crate::right::{close, expired, shutdown};

pub fn arrives(
    table: &mut SocketTable,
    copies: &mut Copies,
    segment: &Segment,
    window: u32,
) -> Option<Segment> {
    let id = connection(table, segment);
    let before = id.map(|id| table[id].received.clone());
    let answer = crate::right::arrives(table, copies, segment, window);
    if let (Some(id), Some(before)) = (id, before)
        && table.get(id).is_some()
    {
        table[id].received = before;
    }
    answer
}
