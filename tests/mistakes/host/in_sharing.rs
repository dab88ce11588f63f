//! "A connection's port is taken for everybody."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, SocketTable};

pub use crate::right::{arrives, close, expired, shutdown};

pub fn bind(table: &mut SocketTable, fd: Fd, address: SocketAddrV4) -> Result<(), Errno> {
    let is_taken = |local: SocketAddrV4| local.port() == address.port();
    if table.iter().any(|(_, socket)| socket.local.is_some_and(is_taken)) {
        return Err(Errno::EADDRINUSE);
    }
    crate::exercises::sharing::bind(table, fd, address)
}
