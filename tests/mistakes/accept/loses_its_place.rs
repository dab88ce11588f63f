//! "No descriptor is free, so the connection goes back into the queue."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, SocketTable};

pub use crate::right::connection_packet;

pub fn accept(table: &mut SocketTable, listener: Fd) -> Result<(Fd, SocketAddrV4), Errno> {
    let listening = table.socket_of(listener)?;
    let backlog = table[listening].backlog.as_mut().ok_or(Errno::EINVAL)?;
    let first = backlog.waiting.pop_front().ok_or(Errno::EAGAIN)?;
    let peer = table[first].remote.ok_or(Errno::EINVAL)?;
    let opened = table.open(first);
    if opened.is_err()
        && let Some(backlog) = &mut table[listening].backlog
    {
        backlog.waiting.push_back(first);
    }
    Ok((opened?, peer))
}
