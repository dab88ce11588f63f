//! "0 is less than 1024."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, SocketTable};

pub fn bind(table: &mut SocketTable, fd: Fd, address: SocketAddrV4) -> Result<(), Errno> {
    let id = table.socket_of(fd)?;
    let result = crate::right::bind(table, fd, address);
    if result.is_ok() && address.port() == 0 && table.limits.unprivileged > 0 {
        table[id].local = None;
        return Err(Errno::EACCES);
    }
    result
}
