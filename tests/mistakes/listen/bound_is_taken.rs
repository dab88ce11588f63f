//! "The address belongs to another socket, whatever that one does."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, Socket, SocketTable};

pub fn listen(table: &mut SocketTable, fd: Fd, backlog: i32) -> Result<(), Errno> {
    crate::listen_unless(conflict, table, fd, backlog)
}

/// Whether `other` keeps `new` from listening at `address`.
fn conflict(new: &Socket, address: SocketAddrV4, other: &Socket) -> bool {
    let connected = other.remote.is_some();
    let may_share = new.options.reuseport && other.options.reuseport;
    crate::overlap(address, other) && !connected && !may_share
}
