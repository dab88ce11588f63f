//! "A program that connects is a client. Its port is no place for servers."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, Socket, SocketTable, State};

pub fn bind(table: &mut SocketTable, fd: Fd, address: SocketAddrV4) -> Result<(), Errno> {
    crate::bind_unless(conflict, table, fd, address)
}

/// Whether `other` keeps `new` from being at `address`.
fn conflict(new: &Socket, address: SocketAddrV4, other: &Socket) -> bool {
    let client = matches!(other.state, State::SynSent | State::SynReceived);
    crate::overlap(address, other) && !client && !crate::may_share(new, other)
}
