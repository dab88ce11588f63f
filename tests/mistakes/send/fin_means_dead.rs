//! "The client has closed, so nothing can be sent to it any more."

use netstack::{Errno, Fd, SocketTable, State};

pub use crate::right::{acknowledged, expired, output, received};

pub fn send(table: &mut SocketTable, fd: Fd, data: &[u8]) -> Result<usize, Errno> {
    let id = table.socket_of(fd)?;
    if table[id].state == State::CloseWait {
        return Err(Errno::EPIPE);
    }
    crate::right::send(table, fd, data)
}
