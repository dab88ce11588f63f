//! "First see what the program may do at all."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, SocketTable};

pub fn bind(table: &mut SocketTable, fd: Fd, address: SocketAddrV4) -> Result<(), Errno> {
    table.socket_of(fd)?;
    if (1..table.limits.unprivileged).contains(&address.port()) {
        return Err(Errno::EACCES);
    }
    crate::right::bind(table, fd, address)
}
