//! "The copy is as `accept` has made it."

use netstack::{Segment, SocketTable};

use crate::right::Copies;
pub use crate::right::{close, expired, shutdown};

pub fn arrives(
    table: &mut SocketTable,
    copies: &mut Copies,
    segment: &Segment,
    window: u32,
) -> Option<Segment> {
    let answer = crate::right::arrives(table, copies, segment, window);
    for copy in copies.keys() {
        table[*copy].sending = None;
    }
    answer
}
