//! "Every socket has an address and a port. The kernel chooses them when it makes the socket."

use std::net::{Ipv4Addr, SocketAddrV4};

use netstack::{Errno, Fd, SocketTable};

pub fn socket(table: &mut SocketTable) -> Result<Fd, Errno> {
    let port = table.free_port().expect("a port is free");
    let fd = crate::right::socket(table)?;
    let id = table.socket_of(fd)?;
    table[id].local = Some(SocketAddrV4::new(Ipv4Addr::UNSPECIFIED, port));
    Ok(fd)
}
