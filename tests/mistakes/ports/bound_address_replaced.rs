//! "The kernel knows best from which address to send."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, Segment, SocketTable};

pub use crate::right::answer;

pub fn connect(table: &mut SocketTable, fd: Fd, to: SocketAddrV4) -> Result<Segment, Errno> {
    let id = table.socket_of(fd)?;
    let bound = table[id].local;
    let mut packet = crate::right::connect(table, fd, to)?;
    if bound.is_some() {
        packet.source.set_ip(table.address_towards(*to.ip()));
        table[id].local = Some(packet.source);
    }
    Ok(packet)
}
