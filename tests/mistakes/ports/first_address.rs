//! "A host has one address of its own, and sends from that."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, Segment, SocketTable};

pub use crate::right::answer;

pub fn connect(table: &mut SocketTable, fd: Fd, to: SocketAddrV4) -> Result<Segment, Errno> {
    let id = table.socket_of(fd)?;
    let own = table[id].local.filter(|local| !local.ip().is_unspecified());
    let mut packet = crate::right::connect(table, fd, to)?;
    if own.is_none() {
        packet.source.set_ip(table.addresses[0]);
        table[id].local = Some(packet.source);
    }
    Ok(packet)
}
