//! "Who has this port? Is that one in the way?"

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, SocketTable};

pub fn bind(table: &mut SocketTable, fd: Fd, address: SocketAddrV4) -> Result<(), Errno> {
    let id = table.socket_of(fd)?;
    if address.port() == 0 || crate::refused(table, id, address) {
        return crate::right::bind(table, fd, address);
    }
    let at_the_port = |local: &SocketAddrV4| local.port() == address.port();
    let first = table.iter().filter_map(|(_, other)| other.local).find(at_the_port);
    if first.is_some_and(|local| crate::overlap(address, local)) {
        return Err(Errno::EADDRINUSE);
    }
    table[id].local = Some(address);
    Ok(())
}
