//! "0.0.0.0 is none of this host's addresses."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, SocketTable};

pub fn bind(table: &mut SocketTable, fd: Fd, address: SocketAddrV4) -> Result<(), Errno> {
    table.socket_of(fd)?;
    if !table.is_own(*address.ip()) {
        return Err(Errno::EADDRNOTAVAIL);
    }
    crate::right::bind(table, fd, address)
}
