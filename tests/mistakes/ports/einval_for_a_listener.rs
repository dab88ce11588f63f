//! "A socket that listens is no place for connect: EINVAL, as bind says."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, Segment, SocketTable, State};

pub use crate::right::answer;

pub fn connect(table: &mut SocketTable, fd: Fd, to: SocketAddrV4) -> Result<Segment, Errno> {
    let id = table.socket_of(fd)?;
    if table[id].state == State::Listen {
        return Err(Errno::EINVAL);
    }
    crate::right::connect(table, fd, to)
}
