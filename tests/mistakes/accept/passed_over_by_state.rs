//! "A connection that its client has ended is of no use, so accept takes the next one."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, SocketTable, State};

pub use crate::right::connection_packet;

pub fn accept(table: &mut SocketTable, listener: Fd) -> Result<(Fd, SocketAddrV4), Errno> {
    let listening = table.socket_of(listener)?;
    let queue = &table[listening].backlog.as_ref().ok_or(Errno::EINVAL)?.waiting;
    let open = queue.iter().position(|id| table[*id].state == State::Established);
    let place = open.ok_or(Errno::EAGAIN)?;
    let first = queue[place];
    let peer = table[first].remote.ok_or(Errno::EINVAL)?;
    let fd = table.open(first)?;
    if let Some(backlog) = &mut table[listening].backlog {
        backlog.waiting.remove(place);
    }
    Ok((fd, peer))
}
