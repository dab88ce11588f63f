//! "No address yet: that is 0.0.0.0, and port 0."

use std::net::{Ipv4Addr, SocketAddrV4};

use netstack::{Errno, Fd, SocketTable};

pub fn socket(table: &mut SocketTable) -> Result<Fd, Errno> {
    let nothing = SocketAddrV4::new(Ipv4Addr::UNSPECIFIED, 0);
    let fd = crate::right::socket(table)?;
    let id = table.socket_of(fd)?;
    table[id].local = Some(nothing);
    table[id].remote = Some(nothing);
    Ok(fd)
}
