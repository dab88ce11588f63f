//! "What waits in the queue is a request. accept makes the socket for it."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, SocketTable, State};

pub use crate::right::connection_packet;

pub fn accept(table: &mut SocketTable, listener: Fd) -> Result<(Fd, SocketAddrV4), Errno> {
    let listening = table.socket_of(listener)?;
    let queue = &table[listening].backlog.as_ref().ok_or(Errno::EINVAL)?.waiting;
    let request = *queue.front().ok_or(Errno::EAGAIN)?;
    let peer = table[request].remote.ok_or(Errno::EINVAL)?;
    let mut copy = table[request].clone();
    copy.state = State::Established;
    let copy = table.insert(copy);
    let fd = table.open(copy)?;
    if let Some(backlog) = &mut table[listening].backlog {
        backlog.waiting.pop_front();
    }
    Ok((fd, peer))
}
