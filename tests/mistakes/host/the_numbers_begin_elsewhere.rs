//! "The SYN and its ACK are two numbers. So the next one is 2."

use netstack::{Segment, SocketTable};

use crate::right::Copies;
pub use crate::right::{close, expired, shutdown};

pub fn arrives(
    table: &mut SocketTable,
    copies: &mut Copies,
    segment: &Segment,
    window: u32,
) -> Option<Segment> {
    let before = copies.len();
    let answer = crate::right::arrives(table, copies, segment, window);
    if copies.len() > before
        && let Some((copy, _)) = copies.last_key_value()
        && let Some(sending) = &mut table[*copy].sending
    {
        sending.nxt = 2;
    }
    answer
}
