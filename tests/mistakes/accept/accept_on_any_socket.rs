//! "A socket without a queue has an empty queue."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, SocketTable};

pub use crate::right::connection_packet;

pub fn accept(table: &mut SocketTable, listener: Fd) -> Result<(Fd, SocketAddrV4), Errno> {
    let listening = table.socket_of(listener)?;
    if table[listening].backlog.is_none() {
        return Err(Errno::EAGAIN);
    }
    crate::right::accept(table, listener)
}
