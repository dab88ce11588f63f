//! "A port is a number. Who comes first has it."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, SocketTable};

pub fn bind(table: &mut SocketTable, fd: Fd, address: SocketAddrV4) -> Result<(), Errno> {
    let limit = std::mem::take(&mut table.limits.unprivileged);
    let result = crate::right::bind(table, fd, address);
    table.limits.unprivileged = limit;
    result.or_else(|_| crate::right::bind(table, fd, address))
}
