//! "0.0.0.0 and 198.18.203.1 are two addresses."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, SocketTable};

pub fn bind(table: &mut SocketTable, fd: Fd, address: SocketAddrV4) -> Result<(), Errno> {
    crate::bind_unless(|address, taken| address == taken, table, fd, address)
}
