//! "CLOSED is CLOSED: such a socket holds nothing."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, Socket, SocketTable, State};

pub fn bind(table: &mut SocketTable, fd: Fd, address: SocketAddrV4) -> Result<(), Errno> {
    crate::bind_unless(conflict, table, fd, address)
}

/// Whether `other` keeps `new` from being at `address`.
fn conflict(new: &Socket, address: SocketAddrV4, other: &Socket) -> bool {
    let over = other.state == State::Closed;
    crate::overlap(address, other) && !over && !crate::may_share(new, other)
}
