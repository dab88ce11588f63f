//! "accept returns the socket that it was called on; it is connected now."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, SocketTable};

pub use crate::right::connection_packet;

pub fn accept(table: &mut SocketTable, listener: Fd) -> Result<(Fd, SocketAddrV4), Errno> {
    let listening = table.socket_of(listener)?;
    let backlog = table[listening].backlog.as_mut().ok_or(Errno::EINVAL)?;
    let first = backlog.waiting.pop_front().ok_or(Errno::EAGAIN)?;
    let peer = table[first].remote.ok_or(Errno::EINVAL)?;
    Ok((listener, peer))
}
