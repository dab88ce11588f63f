//! "Everybody knows that the ports below 1024 are special."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, SocketTable};

pub fn bind(table: &mut SocketTable, fd: Fd, address: SocketAddrV4) -> Result<(), Errno> {
    let limit = std::mem::replace(&mut table.limits.unprivileged, 1024);
    let result = crate::right::bind(table, fd, address);
    table.limits.unprivileged = limit;
    result
}
