//! "0.0.0.0 is for the network, 127.0.0.1 is not in it."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, Socket, SocketTable, State};

pub fn listen(table: &mut SocketTable, fd: Fd, backlog: i32) -> Result<(), Errno> {
    crate::listen_unless(conflict, table, fd, backlog)
}

/// Whether `other` keeps `new` from listening at `address`.
fn conflict(new: &Socket, address: SocketAddrV4, other: &Socket) -> bool {
    let Some(taken) = other.local else { return false };
    let listens = other.state == State::Listen;
    let may_share = new.options.reuseport && other.options.reuseport;
    let spared = address != taken && (address.ip().is_loopback() || taken.ip().is_loopback());
    crate::overlap(address, other) && listens && !may_share && !spared
}
