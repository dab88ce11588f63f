//! "The server that starts again sets SO_REUSEADDR, and may have the port."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, Socket, SocketTable, State};

pub fn bind(table: &mut SocketTable, fd: Fd, address: SocketAddrV4) -> Result<(), Errno> {
    crate::bind_unless(conflict, table, fd, address)
}

/// Whether `other` keeps `new` from being at `address`.
fn conflict(new: &Socket, address: SocketAddrV4, other: &Socket) -> bool {
    let reuse_address = new.options.reuseaddr || other.options.reuseaddr;
    let may_share = reuse_address && other.state != State::Listen;
    crate::overlap(address, other) && !may_share && !crate::may_share(new, other)
}
