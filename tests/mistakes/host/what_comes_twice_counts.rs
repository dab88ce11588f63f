//! "What has come before is answered. It acknowledges something all the same."

use netstack::{Segment, SocketTable};

use crate::exercises::send;
use crate::right::Copies;
pub use crate::right::{close, expired, shutdown};
use crate::{connection, without_receiving};

pub fn arrives(
    table: &mut SocketTable,
    copies: &mut Copies,
    segment: &Segment,
    window: u32,
) -> Option<Segment> {
    if let Some(id) = connection(table, segment)
        && segment.flags.ack
        && table[id].receiving.is_some()
        && let Err(answer) = send::received(&mut table.clone(), id, segment)
    {
        return without_receiving(table, copies, id, segment, window).or(Some(answer));
    }
    crate::right::arrives(table, copies, segment, window)
}
