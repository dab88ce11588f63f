//! "First see whether the place is taken."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, Socket, SocketTable};

pub fn bind(table: &mut SocketTable, fd: Fd, address: SocketAddrV4) -> Result<(), Errno> {
    let id = table.socket_of(fd)?;
    let in_the_way =
        |other: &Socket| crate::overlap(address, other) && !crate::may_share(&table[id], other);
    if crate::any_other(table, id, in_the_way) {
        return Err(Errno::EADDRINUSE);
    }
    crate::right::bind(table, fd, address)
}
