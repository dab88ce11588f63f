//! "The copy stands in the table. Nothing more need be remembered."

use netstack::{Segment, SocketTable};

use crate::right::Copies;
pub use crate::right::{close, expired, shutdown};

pub fn arrives(
    table: &mut SocketTable,
    copies: &mut Copies,
    segment: &Segment,
    window: u32,
) -> Option<Segment> {
    copies.clear();
    crate::right::arrives(table, copies, segment, window)
}
