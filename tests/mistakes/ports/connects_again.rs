//! "A socket that is connected can be connected to another server."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, Segment, SocketTable, State};

pub use crate::right::answer;

pub fn connect(table: &mut SocketTable, fd: Fd, to: SocketAddrV4) -> Result<Segment, Errno> {
    let id = table.socket_of(fd)?;
    if table[id].state != State::Listen {
        table[id].state = State::Closed;
        table[id].remote = None;
    }
    crate::right::connect(table, fd, to)
}
