//! "0.0.0.0 means: choose one of my addresses for me."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, SocketTable};

pub fn bind(table: &mut SocketTable, fd: Fd, address: SocketAddrV4) -> Result<(), Errno> {
    let id = table.socket_of(fd)?;
    crate::right::bind(table, fd, address)?;
    let first = table.addresses[0];
    if let Some(local) = &mut table[id].local
        && local.ip().is_unspecified()
    {
        local.set_ip(first);
    }
    Ok(())
}
