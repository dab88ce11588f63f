//! "One of them allows it, so they may share."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, Socket, SocketTable, State};

pub fn listen(table: &mut SocketTable, fd: Fd, backlog: i32) -> Result<(), Errno> {
    crate::listen_unless(conflict, table, fd, backlog)
}

/// Whether `other` keeps `new` from listening at `address`.
fn conflict(new: &Socket, address: SocketAddrV4, other: &Socket) -> bool {
    let Some(taken) = other.local else { return false };
    let everywhere = address.ip().is_unspecified() || taken.ip().is_unspecified();
    let overlap = address.port() == taken.port() && (address.ip() == taken.ip() || everywhere);
    let listens = other.state == State::Listen;
    let may_share = new.options.reuseport || other.options.reuseport;
    overlap && listens && !may_share
}
