//! "Who names no address means this very host: 127.0.0.1."

use std::net::{Ipv4Addr, SocketAddrV4};

use netstack::{Errno, Fd, SocketTable};

pub fn listen(table: &mut SocketTable, fd: Fd, backlog: i32) -> Result<(), Errno> {
    let id = table.socket_of(fd)?;
    if table[id].local.is_none() {
        let port = table.free_port()?;
        table[id].local = Some(SocketAddrV4::new(Ipv4Addr::LOCALHOST, port));
    }
    crate::right::listen(table, fd, backlog)
}
