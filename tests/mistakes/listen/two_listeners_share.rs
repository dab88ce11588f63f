//! "SO_REUSEADDR is there to share an address."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, Socket, SocketTable, State};

pub fn listen(table: &mut SocketTable, fd: Fd, backlog: i32) -> Result<(), Errno> {
    crate::listen_unless(conflict, table, fd, backlog)
}

/// Whether `other` keeps `new` from listening at `address`.
fn conflict(new: &Socket, address: SocketAddrV4, other: &Socket) -> bool {
    let listens = other.state == State::Listen;
    let may_share = new.options.reuseaddr && other.options.reuseaddr;
    let may_share = may_share || (new.options.reuseport && other.options.reuseport);
    crate::overlap(address, other) && listens && !may_share
}
