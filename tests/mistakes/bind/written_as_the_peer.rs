//! "An address in a call is the one to talk to."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, SocketTable};

pub fn bind(table: &mut SocketTable, fd: Fd, address: SocketAddrV4) -> Result<(), Errno> {
    let id = table.socket_of(fd)?;
    crate::right::bind(table, fd, address)?;
    table[id].remote = table[id].local.take();
    Ok(())
}
