//! "Up to 1024 a program needs the right."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, SocketTable};

pub fn bind(table: &mut SocketTable, fd: Fd, address: SocketAddrV4) -> Result<(), Errno> {
    let limit = table.limits.unprivileged;
    if limit > 0 {
        table.limits.unprivileged += 1;
    }
    let result = crate::right::bind(table, fd, address);
    table.limits.unprivileged = limit;
    result
}
