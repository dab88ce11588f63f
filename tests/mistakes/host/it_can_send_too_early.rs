//! "Whatever the server has answered, the client can send now."

use netstack::{Segment, Sending, SocketTable, State};

use crate::found;
use crate::right::Copies;
pub use crate::right::{close, expired, shutdown};

pub fn arrives(
    table: &mut SocketTable,
    copies: &mut Copies,
    segment: &Segment,
    window: u32,
) -> Option<Segment> {
    let found = found(table, segment);
    let answer = crate::right::arrives(table, copies, segment, window);
    if let Some((id, State::SynSent)) = found {
        let sending = Sending { una: 1, nxt: 1, window, ..Sending::default() };
        table[id].sending = Some(Box::new(sending));
    }
    answer
}
