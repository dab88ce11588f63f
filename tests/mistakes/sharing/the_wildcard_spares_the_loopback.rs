//! "0.0.0.0 is for what comes from the network. Nothing from there reaches 127.0.0.1."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, Socket, SocketTable};

pub fn bind(table: &mut SocketTable, fd: Fd, address: SocketAddrV4) -> Result<(), Errno> {
    crate::bind_unless(conflict, table, fd, address)
}

/// Whether `other` keeps `new` from being at `address`.
fn conflict(new: &Socket, address: SocketAddrV4, other: &Socket) -> bool {
    let is_loopback = |local: SocketAddrV4| local.ip().is_loopback();
    let one_is_loopback = is_loopback(address) || other.local.is_some_and(is_loopback);
    let at_the_same = other.local == Some(address);
    (at_the_same || !one_is_loopback)
        && crate::overlap(address, other)
        && !crate::may_share(new, other)
}
