//! "Find the socket that has the port, and see whether it shares."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, SocketId, SocketTable};

pub fn bind(table: &mut SocketTable, fd: Fd, address: SocketAddrV4) -> Result<(), Errno> {
    let id = table.socket_of(fd)?;
    if address.port() == 0 || crate::refused(table, id, address) {
        return crate::right::bind(table, fd, address);
    }
    let in_the_way = |other: SocketId| {
        other != id && crate::holds_port(table, other) && crate::overlap(address, &table[other])
    };
    let found = table.iter().find(|(other, _)| in_the_way(*other));
    if found.is_some_and(|(_, other)| !crate::may_share(&table[id], other)) {
        return Err(Errno::EADDRINUSE);
    }
    table[id].local = Some(address);
    Ok(())
}
