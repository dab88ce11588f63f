//! "The connection gets the options that the listening socket has when it is accepted."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, SocketTable};

pub use crate::right::connection_packet;

pub fn accept(table: &mut SocketTable, listener: Fd) -> Result<(Fd, SocketAddrV4), Errno> {
    let (fd, peer) = crate::right::accept(table, listener)?;
    let (listening, accepted) = (table.socket_of(listener)?, table.socket_of(fd)?);
    table[accepted].options = table[listening].options;
    Ok((fd, peer))
}
