//! "Both want to share, and each has said so in its own way."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, Socket, SocketTable};

pub fn bind(table: &mut SocketTable, fd: Fd, address: SocketAddrV4) -> Result<(), Errno> {
    crate::bind_unless(conflict, table, fd, address)
}

/// Whether `other` keeps `new` from being at `address`.
fn conflict(new: &Socket, address: SocketAddrV4, other: &Socket) -> bool {
    let (ours, theirs) = (new.options, other.options);
    let one_each = ours.reuseaddr && theirs.reuseport || ours.reuseport && theirs.reuseaddr;
    crate::overlap(address, other) && !one_each && !crate::may_share(new, other)
}
