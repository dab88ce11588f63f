//! "A connection begins when it is accepted. So the program gets it with an empty buffer."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, SocketTable};

pub use crate::right::connection_packet;

pub fn accept(table: &mut SocketTable, listener: Fd) -> Result<(Fd, SocketAddrV4), Errno> {
    let (fd, peer) = crate::right::accept(table, listener)?;
    let accepted = table.socket_of(fd)?;
    table[accepted].received.clear();
    table[accepted].ended = false;
    Ok((fd, peer))
}
