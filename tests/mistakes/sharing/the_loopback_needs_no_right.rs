//! "On the loopback there is nobody to protect, so every program may have every port."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, SocketTable};

pub fn bind(table: &mut SocketTable, fd: Fd, address: SocketAddrV4) -> Result<(), Errno> {
    let limit = table.limits.unprivileged;
    if address.ip().is_loopback() {
        table.limits.unprivileged = 0;
    }
    let result = crate::right::bind(table, fd, address);
    table.limits.unprivileged = limit;
    result
}
