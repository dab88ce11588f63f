//! "A port that is free is one that nobody has: that is what free_port finds."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, Socket, SocketTable};

pub fn bind(table: &mut SocketTable, fd: Fd, address: SocketAddrV4) -> Result<(), Errno> {
    crate::bind_at(
        |table, id, address| {
            let _ = address;
            let has = |port: u16, other: &Socket| other.local.is_some_and(|it| it.port() == port);
            let mut ports = table.limits.first_port..=table.limits.last_port;
            let is_free = |port: &u16| !crate::any_other(table, id, |other| has(*port, other));
            ports.find(is_free).ok_or(Errno::EADDRINUSE)
        },
        table,
        fd,
        address,
    )
}
