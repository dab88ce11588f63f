//! "An RST has an ACK, as all segments have."

use netstack::{Flags, Segment, SocketId, SocketTable};

pub use crate::right::connect;

pub fn answer(table: &mut SocketTable, id: SocketId, segment: &Segment) -> Option<Segment> {
    let answer = crate::right::answer(table, id, segment)?;
    let flags = match answer.flags {
        Flags::RST => Flags::RST | Flags::ACK,
        flags => flags,
    };
    Some(Segment { flags, ..answer })
}
