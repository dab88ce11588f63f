//! "The queue is a vector: pop takes the last."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, SocketTable};

pub use crate::right::connection_packet;

pub fn accept(table: &mut SocketTable, listener: Fd) -> Result<(Fd, SocketAddrV4), Errno> {
    let listening = table.socket_of(listener)?;
    if let Some(backlog) = &mut table[listening].backlog
        && let Some(last) = backlog.waiting.pop_back()
    {
        backlog.waiting.push_front(last);
    }
    crate::right::accept(table, listener)
}
