//! "The queue is a vector: pop takes the last."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, SocketTable};

pub use crate::right::connection_packet;

pub fn accept(table: &mut SocketTable, listener: Fd) -> Result<(Fd, SocketAddrV4), Errno> {
    let listening = table.socket_of(listener)?;
    let queue = &table[listening].backlog.as_ref().ok_or(Errno::EINVAL)?.waiting;
    let last = *queue.back().ok_or(Errno::EAGAIN)?;
    let peer = table[last].remote.ok_or(Errno::EINVAL)?;
    let fd = table.open(last)?;
    if let Some(backlog) = &mut table[listening].backlog {
        backlog.waiting.pop_back();
    }
    Ok((fd, peer))
}
