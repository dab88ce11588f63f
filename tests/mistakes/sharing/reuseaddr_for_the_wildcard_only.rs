//! "SO_REUSEADDR lets 0.0.0.0 be beside an address. Two sockets at the very same address never share by it."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, Socket, SocketTable, State};

pub fn bind(table: &mut SocketTable, fd: Fd, address: SocketAddrV4) -> Result<(), Errno> {
    crate::bind_unless(conflict, table, fd, address)
}

/// Whether `other` keeps `new` from being at `address`.
fn conflict(new: &Socket, address: SocketAddrV4, other: &Socket) -> bool {
    let reuse_port = new.options.reuseport && other.options.reuseport;
    let reuse_address = new.options.reuseaddr && other.options.reuseaddr;
    let beside = other.state != State::Listen && other.local != Some(address);
    crate::overlap(address, other) && !(reuse_port || reuse_address && beside)
}
