//! "The connection is broken, so the pipe is broken: EPIPE."

use netstack::{Errno, Fd, Segment, SocketTable, State};

pub use crate::right::{deliver, recv};

pub fn send(table: &mut SocketTable, fd: Fd, data: &[u8]) -> Result<Segment, Errno> {
    let id = table.socket_of(fd)?;
    if table[id].state == State::Closed {
        return Err(Errno::EPIPE);
    }
    crate::right::send(table, fd, data)
}
