//! "connect has returned, so the socket is connected."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, Segment, SocketTable, State};

pub use crate::right::answer;

pub fn connect(table: &mut SocketTable, fd: Fd, to: SocketAddrV4) -> Result<Segment, Errno> {
    let packet = crate::right::connect(table, fd, to)?;
    let id = table.socket_of(fd)?;
    table[id].state = State::Established;
    Ok(packet)
}
