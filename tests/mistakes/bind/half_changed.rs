//! "Write it down first. If something is wrong, return the error."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, SocketTable};

pub fn bind(table: &mut SocketTable, fd: Fd, address: SocketAddrV4) -> Result<(), Errno> {
    let id = table.socket_of(fd)?;
    if table[id].local.is_none() {
        let result = crate::right::bind(table, fd, address);
        table[id].local.get_or_insert(address);
        return result;
    }
    crate::right::bind(table, fd, address)
}
