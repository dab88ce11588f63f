//! "0.0.0.0 and 198.18.203.1 are two addresses."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, Socket, SocketTable, State};

pub fn listen(table: &mut SocketTable, fd: Fd, backlog: i32) -> Result<(), Errno> {
    crate::listen_unless(conflict, table, fd, backlog)
}

/// Whether `other` keeps `new` from listening at `address`.
fn conflict(new: &Socket, address: SocketAddrV4, other: &Socket) -> bool {
    let listens = other.state == State::Listen;
    let same = other.local == Some(address);
    let may_share = new.options.reuseport && other.options.reuseport;
    same && listens && !may_share
}
