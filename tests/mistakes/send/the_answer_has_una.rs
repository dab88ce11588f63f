//! "The answer says which byte the peer should acknowledge next."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::{expired, output, received, send};

pub fn acknowledged(
    table: &mut SocketTable,
    id: SocketId,
    segment: &Segment,
    window: u32,
) -> Option<Segment> {
    let una = table[id].sending.as_ref()?.una;
    let answer = crate::right::acknowledged(table, id, segment, window)?;
    Some(Segment { seq: una, ..answer })
}
