//! "A SYN is answered with a SYN."

use netstack::{Flags, Segment, SocketTable};

use crate::right::Copies;
pub use crate::right::{close, expired, shutdown};

pub fn arrives(
    table: &mut SocketTable,
    copies: &mut Copies,
    segment: &Segment,
    window: u32,
) -> Option<Segment> {
    let mut answer = crate::right::arrives(table, copies, segment, window)?;
    if answer.flags.syn && segment.flags.syn {
        answer.flags = Flags::SYN;
    }
    Some(answer)
}
