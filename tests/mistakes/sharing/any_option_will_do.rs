//! "Both want to share, and each has said so in its own way."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, Socket, SocketTable};

pub fn bind(table: &mut SocketTable, fd: Fd, address: SocketAddrV4) -> Result<(), Errno> {
    crate::bind_unless(conflict, table, fd, address)
}

/// Whether `other` keeps `new` from being at `address`.
fn conflict(new: &Socket, address: SocketAddrV4, other: &Socket) -> bool {
    let wants_to_share = |socket: &Socket| socket.options.reuseaddr || socket.options.reuseport;
    let different = new.options.reuseaddr != other.options.reuseaddr;
    let may_share = different && wants_to_share(new) && wants_to_share(other);
    crate::overlap(address, other) && !may_share && !crate::may_share(new, other)
}
