//! "SO_REUSEPORT divides new clients among servers. A connection has nothing to divide."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, Socket, SocketTable};

pub fn bind(table: &mut SocketTable, fd: Fd, address: SocketAddrV4) -> Result<(), Errno> {
    crate::bind_unless(conflict, table, fd, address)
}

/// Whether `other` keeps `new` from being at `address`.
fn conflict(new: &Socket, address: SocketAddrV4, other: &Socket) -> bool {
    let reuse_port = new.options.reuseport && other.options.reuseport && other.remote.is_none();
    let reuse_address = new.options.reuseaddr && other.options.reuseaddr;
    let may_share = reuse_port || reuse_address && crate::may_share(new, other);
    crate::overlap(address, other) && !may_share
}
