//! "It has this address already, so all is well."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, SocketTable};

pub fn bind(table: &mut SocketTable, fd: Fd, address: SocketAddrV4) -> Result<(), Errno> {
    let id = table.socket_of(fd)?;
    if table[id].local == Some(address) {
        return Ok(());
    }
    crate::right::bind(table, fd, address)
}
