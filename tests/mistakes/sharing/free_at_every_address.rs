//! "A port that is free is one that nobody has: that is what free_port finds."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, SocketTable};

pub fn bind(table: &mut SocketTable, fd: Fd, address: SocketAddrV4) -> Result<(), Errno> {
    crate::bind_at(
        |table, id, address| {
            let _ = (id, address);
            table.free_port()
        },
        table,
        fd,
        address,
    )
}
