//! "A second bind gives the socket its new address."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, SocketTable};

pub fn bind(table: &mut SocketTable, fd: Fd, address: SocketAddrV4) -> Result<(), Errno> {
    let id = table.socket_of(fd)?;
    let before = table[id].local.take();
    let result = crate::right::bind(table, fd, address);
    result.or_else(|_| {
        table[id].local = before;
        crate::right::bind(table, fd, address)
    })
}
