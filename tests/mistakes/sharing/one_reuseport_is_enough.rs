//! "One of them allows it, so they may share."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, Socket, SocketTable};

pub fn bind(table: &mut SocketTable, fd: Fd, address: SocketAddrV4) -> Result<(), Errno> {
    crate::bind_unless(conflict, table, fd, address)
}

/// Whether `other` keeps `new` from being at `address`.
fn conflict(new: &Socket, address: SocketAddrV4, other: &Socket) -> bool {
    let may_share = new.options.reuseport || other.options.reuseport;
    crate::overlap(address, other) && !may_share && !crate::may_share(new, other)
}
