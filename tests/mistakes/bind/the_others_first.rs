//! "First see whether the place is taken."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, SocketTable};

pub fn bind(table: &mut SocketTable, fd: Fd, address: SocketAddrV4) -> Result<(), Errno> {
    let id = table.socket_of(fd)?;
    if crate::any_other(table, id, |taken| crate::overlap(address, taken)) {
        return Err(Errno::EADDRINUSE);
    }
    crate::right::bind(table, fd, address)
}
