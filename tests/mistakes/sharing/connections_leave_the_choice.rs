//! "A port is free for choosing if no server has it."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, SocketTable};

pub fn bind(table: &mut SocketTable, fd: Fd, address: SocketAddrV4) -> Result<(), Errno> {
    crate::bind_at(
        |table, id, address| {
            let is_free = |port: &u16| {
                let place = SocketAddrV4::new(*address.ip(), *port);
                !crate::any_other(table, id, |other| {
                    crate::overlap(place, other) && other.remote.is_none()
                })
            };
            let mut ports = table.limits.first_port..=table.limits.last_port;
            ports.find(is_free).ok_or(Errno::EADDRINUSE)
        },
        table,
        fd,
        address,
    )
}
