//! "The address that accept returns is the address of the new socket."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, SocketTable};

pub use crate::right::connection_packet;

pub fn accept(table: &mut SocketTable, listener: Fd) -> Result<(Fd, SocketAddrV4), Errno> {
    let (fd, _) = crate::right::accept(table, listener)?;
    let accepted = table.socket_of(fd)?;
    let own = table[accepted].local.ok_or(Errno::EINVAL)?;
    Ok((fd, own))
}
