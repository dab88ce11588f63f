//! "Descriptors are counted up: a new one is one more than the highest that is open."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, SocketTable};

pub use crate::right::connection_packet;

pub fn accept(table: &mut SocketTable, listener: Fd) -> Result<(Fd, SocketAddrV4), Errno> {
    let highest = table.iter().filter_map(|(id, _)| table.descriptor_of(id)).max();
    let (fd, peer) = crate::right::accept(table, listener)?;
    let next = highest.map_or(fd, |highest| Fd(highest.0 + 1));
    let connection = table.socket_of(fd)?;
    table.open_as(next, connection);
    Ok((next, peer))
}
