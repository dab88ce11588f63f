//! "The peer is where the connection comes from, so it is the source."

use netstack::{Errno, Fd, Segment, SocketTable};

pub use crate::right::{deliver, recv};

pub fn send(table: &mut SocketTable, fd: Fd, data: &[u8]) -> Result<Segment, Errno> {
    let sent = crate::right::send(table, fd, data)?;
    let (source, destination) = (sent.destination, sent.source);
    Ok(Segment { source, destination, ..sent })
}
