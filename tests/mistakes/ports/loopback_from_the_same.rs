//! "To an address of this host one sends from that same address. 127.0.0.2 is one."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, Segment, SocketTable};

pub use crate::right::answer;

pub fn connect(table: &mut SocketTable, fd: Fd, to: SocketAddrV4) -> Result<Segment, Errno> {
    let id = table.socket_of(fd)?;
    let own = table[id].local.filter(|local| !local.ip().is_unspecified());
    let mut packet = crate::right::connect(table, fd, to)?;
    if own.is_none() && to.ip().is_loopback() {
        packet.source.set_ip(*to.ip());
        table[id].local = Some(packet.source);
    }
    Ok(packet)
}
