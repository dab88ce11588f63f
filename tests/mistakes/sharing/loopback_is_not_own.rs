//! "This host's addresses are those in its list."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, SocketTable};

pub fn bind(table: &mut SocketTable, fd: Fd, address: SocketAddrV4) -> Result<(), Errno> {
    table.socket_of(fd)?;
    if !address.ip().is_unspecified() && !table.addresses.contains(address.ip()) {
        return Err(Errno::EADDRNOTAVAIL);
    }
    crate::right::bind(table, fd, address)
}
