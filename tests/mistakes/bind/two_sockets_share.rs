//! "Many sockets have port 80, so one more does no harm."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, Socket, SocketTable};

pub fn bind(table: &mut SocketTable, fd: Fd, address: SocketAddrV4) -> Result<(), Errno> {
    crate::bind_unless(conflict, table, fd, address)
}

/// Whether `other` keeps `new` from being at `address`.
fn conflict(new: &Socket, address: SocketAddrV4, other: &Socket) -> bool {
    let _ = (new, address, other);
    false
}
