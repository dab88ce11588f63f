//! "First look at the socket, then at the address."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, SocketTable};

pub fn bind(table: &mut SocketTable, fd: Fd, address: SocketAddrV4) -> Result<(), Errno> {
    let id = table.socket_of(fd)?;
    if table[id].local.is_some() {
        return Err(Errno::EINVAL);
    }
    crate::right::bind(table, fd, address)
}
