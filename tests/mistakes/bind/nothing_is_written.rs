//! "bind asks whether the address can be had."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, SocketTable};

pub fn bind(table: &mut SocketTable, fd: Fd, address: SocketAddrV4) -> Result<(), Errno> {
    let id = table.socket_of(fd)?;
    let before = table[id].clone();
    crate::right::bind(table, fd, address)?;
    table[id] = before;
    Ok(())
}
