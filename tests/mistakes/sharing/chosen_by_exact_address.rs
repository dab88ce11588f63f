//! "The kernel passes over the ports that somebody has at this address."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, SocketTable};

pub fn bind(table: &mut SocketTable, fd: Fd, address: SocketAddrV4) -> Result<(), Errno> {
    crate::bind_at(
        |table, id, address| {
            let mut ports = table.limits.first_port..=table.limits.last_port;
            let is_free = |port: &u16| {
                let place = SocketAddrV4::new(*address.ip(), *port);
                !crate::any_other(table, id, |other| other.local == Some(place))
            };
            ports.find(is_free).ok_or(Errno::EADDRINUSE)
        },
        table,
        fd,
        address,
    )
}
