//! "The queue is a list of who is connected. Looking at the first is enough."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, SocketTable};

pub use crate::right::connection_packet;

pub fn accept(table: &mut SocketTable, listener: Fd) -> Result<(Fd, SocketAddrV4), Errno> {
    let listening = table.socket_of(listener)?;
    let queue = &table[listening].backlog.as_ref().ok_or(Errno::EINVAL)?.waiting;
    let first = *queue.front().ok_or(Errno::EAGAIN)?;
    let peer = table[first].remote.ok_or(Errno::EINVAL)?;
    Ok((table.open(first)?, peer))
}
