//! "What is wrong with an address can be seen without the socket."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, SocketTable};

pub fn bind(table: &mut SocketTable, fd: Fd, address: SocketAddrV4) -> Result<(), Errno> {
    if !address.ip().is_unspecified() && !table.is_own(*address.ip()) {
        return Err(Errno::EADDRNOTAVAIL);
    }
    if address.port() != 0 && address.port() < table.limits.unprivileged {
        return Err(Errno::EACCES);
    }
    crate::right::bind(table, fd, address)
}
