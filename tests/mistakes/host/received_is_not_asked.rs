//! "`deliver` takes what comes."

use netstack::{Segment, SocketTable};

use crate::right::Copies;
pub use crate::right::{close, expired, shutdown};
use crate::{connection, without_receiving};

pub fn arrives(
    table: &mut SocketTable,
    copies: &mut Copies,
    segment: &Segment,
    window: u32,
) -> Option<Segment> {
    if let Some(id) = connection(table, segment) {
        return without_receiving(table, copies, id, segment, window);
    }
    crate::right::arrives(table, copies, segment, window)
}
