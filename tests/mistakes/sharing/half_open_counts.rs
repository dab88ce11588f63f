//! "A half-open connection is a connection."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, Socket, SocketTable, State};

pub fn bind(table: &mut SocketTable, fd: Fd, address: SocketAddrV4) -> Result<(), Errno> {
    let id = table.socket_of(fd)?;
    let counts_too = |other: &Socket| other.state == State::SynReceived;
    let in_the_way =
        |other: &Socket| crate::overlap(address, other) && !crate::may_share(&table[id], other);
    let found = table.iter().any(|(_, other)| counts_too(other) && in_the_way(other));
    if found && !crate::refused(table, id, address) {
        return Err(Errno::EADDRINUSE);
    }
    crate::right::bind(table, fd, address)
}
