//! "There is no port 0."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, SocketTable};

pub fn bind(table: &mut SocketTable, fd: Fd, address: SocketAddrV4) -> Result<(), Errno> {
    if address.port() == 0 {
        return Err(Errno::EINVAL);
    }
    crate::right::bind(table, fd, address)
}
