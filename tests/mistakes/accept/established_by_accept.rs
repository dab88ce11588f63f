//! "accept is what establishes the connection."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, SocketTable, State};

pub use crate::right::connection_packet;

pub fn accept(table: &mut SocketTable, listener: Fd) -> Result<(Fd, SocketAddrV4), Errno> {
    let (fd, peer) = crate::right::accept(table, listener)?;
    let accepted = table.socket_of(fd)?;
    table[accepted].state = State::Established;
    Ok((fd, peer))
}
