//! "All addresses that begin with 127 are this host, so they are one address."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, SocketTable};

pub fn bind(table: &mut SocketTable, fd: Fd, address: SocketAddrV4) -> Result<(), Errno> {
    crate::bind_unless(
        |address, taken| {
            let loopback = address.ip().is_loopback() && taken.ip().is_loopback();
            crate::overlap(address, taken) || loopback && address.port() == taken.port()
        },
        table,
        fd,
        address,
    )
}
