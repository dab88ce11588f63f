//! "What is in TIME_WAIT is closed, and nobody has it any more."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, Socket, SocketTable, State};

pub fn bind(table: &mut SocketTable, fd: Fd, address: SocketAddrV4) -> Result<(), Errno> {
    crate::bind_unless(conflict, table, fd, address)
}

/// Whether `other` keeps `new` from being at `address`.
fn conflict(new: &Socket, address: SocketAddrV4, other: &Socket) -> bool {
    let gone = other.state == State::TimeWait;
    crate::overlap(address, other) && !gone && !crate::may_share(new, other)
}
