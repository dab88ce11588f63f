//! "The server is where the packet belongs to, so the server is its source."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, Segment, SocketTable};

pub use crate::right::answer;

pub fn connect(table: &mut SocketTable, fd: Fd, to: SocketAddrV4) -> Result<Segment, Errno> {
    let packet = crate::right::connect(table, fd, to)?;
    Ok(Segment::new(packet.flags, packet.destination, packet.source))
}
