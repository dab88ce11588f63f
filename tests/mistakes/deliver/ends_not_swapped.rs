//! "The answer belongs to the same connection, so it has the same ends."

use netstack::{Segment, SocketId, SocketTable};

pub use crate::right::{recv, send};

pub fn deliver(
    table: &mut SocketTable,
    found: Option<SocketId>,
    segment: &Segment,
) -> Option<Segment> {
    let answer = crate::right::deliver(table, found, segment)?;
    let (source, destination) = (segment.source, segment.destination);
    Some(Segment { source, destination, ..answer })
}
