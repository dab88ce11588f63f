//! "Any free port will do, so take the last."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, SocketTable};

pub fn bind(table: &mut SocketTable, fd: Fd, address: SocketAddrV4) -> Result<(), Errno> {
    crate::bind_at(
        |table, id, address| {
            let mut ports = (table.limits.first_port..=table.limits.last_port).rev();
            ports.find(|port| crate::is_free(table, id, address, *port)).ok_or(Errno::EADDRINUSE)
        },
        table,
        fd,
        address,
    )
}
