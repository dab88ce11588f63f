//! "connect sends a packet. The rest comes with the answer."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, Segment, SocketTable};

pub use crate::right::answer;

pub fn connect(table: &mut SocketTable, fd: Fd, to: SocketAddrV4) -> Result<Segment, Errno> {
    let id = table.socket_of(fd)?;
    let before = table[id].clone();
    let packet = crate::right::connect(table, fd, to)?;
    table[id] = before;
    Ok(packet)
}
