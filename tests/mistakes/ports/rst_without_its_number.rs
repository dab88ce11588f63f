//! "An RST is an RST. Its number does not matter."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::connect;

pub fn answer(table: &mut SocketTable, id: SocketId, segment: &Segment) -> Option<Segment> {
    let answer = crate::right::answer(table, id, segment)?;
    Some(Segment { seq: 0, ..answer })
}
