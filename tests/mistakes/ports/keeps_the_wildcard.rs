//! "The socket is bound to 0.0.0.0, and what bind has written stays."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, Segment, SocketTable};

pub use crate::right::answer;

pub fn connect(table: &mut SocketTable, fd: Fd, to: SocketAddrV4) -> Result<Segment, Errno> {
    let id = table.socket_of(fd)?;
    let bound = table[id].local;
    let mut packet = crate::right::connect(table, fd, to)?;
    if let Some(local) = bound {
        table[id].local = Some(local);
        packet.source = local;
    }
    Ok(packet)
}
