//! "Port 0 means any port, so the socket has any port."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, SocketTable};

pub fn bind(table: &mut SocketTable, fd: Fd, address: SocketAddrV4) -> Result<(), Errno> {
    let id = table.socket_of(fd)?;
    crate::right::bind(table, fd, address)?;
    if address.port() == 0 {
        table[id].local = Some(address);
    }
    Ok(())
}
