//! "0.0.0.0 and 198.18.203.1 are two addresses."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, Socket, SocketTable};

pub fn bind(table: &mut SocketTable, fd: Fd, address: SocketAddrV4) -> Result<(), Errno> {
    crate::bind_unless(conflict, table, fd, address)
}

/// Whether `other` keeps `new` from being at `address`.
fn conflict(new: &Socket, address: SocketAddrV4, other: &Socket) -> bool {
    other.local == Some(address) && !crate::may_share(new, other)
}
