//! "The kernel takes the first port of its range."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, SocketTable};

pub fn bind(table: &mut SocketTable, fd: Fd, address: SocketAddrV4) -> Result<(), Errno> {
    crate::bind_at(
        |table, id, address| {
            let _ = (id, address);
            Ok(table.limits.first_port)
        },
        table,
        fd,
        address,
    )
}
