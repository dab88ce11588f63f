//! "The kernel takes the first port of its range."

use std::net::{Ipv4Addr, SocketAddrV4};

use netstack::{Errno, Fd, SocketTable};

pub fn listen(table: &mut SocketTable, fd: Fd, backlog: i32) -> Result<(), Errno> {
    let id = table.socket_of(fd)?;
    let unbound = table[id].local.is_none();
    crate::right::listen(table, fd, backlog)?;
    if unbound {
        let port = table.limits.first_port;
        table[id].local = Some(SocketAddrV4::new(Ipv4Addr::UNSPECIFIED, port));
    }
    Ok(())
}
