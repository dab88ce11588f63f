//! "The peer is told by the RST. This side goes on waiting for its FIN."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::pass;

pub fn arrives(table: &mut SocketTable, id: SocketId, segment: &Segment) -> Option<Segment> {
    let mut tried = table.clone();
    let answer = crate::right::arrives(&mut tried, id, segment);
    if segment.data.is_empty() || tried.get(id).is_some() || segment.flags.rst {
        *table = tried;
    }
    answer
}
