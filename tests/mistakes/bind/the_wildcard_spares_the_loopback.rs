//! "0.0.0.0 is for what comes from the network. Nothing from there reaches 127.0.0.1."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, SocketTable};

pub fn bind(table: &mut SocketTable, fd: Fd, address: SocketAddrV4) -> Result<(), Errno> {
    crate::bind_unless(
        |address, taken| {
            let one_is_loopback = address.ip().is_loopback() || taken.ip().is_loopback();
            crate::overlap(address, taken) && (address.ip() == taken.ip() || !one_is_loopback)
        },
        table,
        fd,
        address,
    )
}
