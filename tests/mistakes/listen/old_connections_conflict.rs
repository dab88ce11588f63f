//! "A socket that is in use has the port; a bound one is not in use."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, Socket, SocketTable, State};

pub fn listen(table: &mut SocketTable, fd: Fd, backlog: i32) -> Result<(), Errno> {
    crate::listen_unless(conflict, table, fd, backlog)
}

/// Whether `other` keeps `new` from listening at `address`.
fn conflict(new: &Socket, address: SocketAddrV4, other: &Socket) -> bool {
    let in_use = other.state != State::Closed;
    let may_share = new.options.reuseport && other.options.reuseport;
    crate::overlap(address, other) && in_use && !may_share
}
