//! "A bound socket is written down, with its address."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, Options, SocketTable};

pub fn bind(table: &mut SocketTable, fd: Fd, address: SocketAddrV4) -> Result<(), Errno> {
    let id = table.socket_of(fd)?;
    crate::right::bind(table, fd, address)?;
    table[id].options = Options::default();
    Ok(())
}
