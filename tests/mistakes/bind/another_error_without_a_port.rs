//! "No address can be had, so it is EADDRNOTAVAIL."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, SocketTable};

pub fn bind(table: &mut SocketTable, fd: Fd, address: SocketAddrV4) -> Result<(), Errno> {
    let result = crate::right::bind(table, fd, address);
    if address.port() == 0 && result == Err(Errno::EADDRINUSE) {
        return Err(Errno::EADDRNOTAVAIL);
    }
    result
}
