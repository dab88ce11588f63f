//! "bind opens the port: from now on clients can connect."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, SocketTable, State};

pub fn bind(table: &mut SocketTable, fd: Fd, address: SocketAddrV4) -> Result<(), Errno> {
    let id = table.socket_of(fd)?;
    crate::right::bind(table, fd, address)?;
    table[id].state = State::Listen;
    Ok(())
}
