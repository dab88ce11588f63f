//! "It belongs to nobody, so there is nothing to do."

use netstack::{Segment, SocketTable};

use crate::found;
use crate::right::Copies;
pub use crate::right::{close, expired, shutdown};

pub fn arrives(
    table: &mut SocketTable,
    copies: &mut Copies,
    segment: &Segment,
    window: u32,
) -> Option<Segment> {
    found(table, segment)?;
    crate::right::arrives(table, copies, segment, window)
}
