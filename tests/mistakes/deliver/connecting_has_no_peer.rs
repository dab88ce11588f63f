//! "Before the last ACK has come, the socket is not connected."

use netstack::{Errno, Fd, SocketTable, State};

pub use crate::right::{deliver, send};

pub fn recv(table: &mut SocketTable, fd: Fd, most: usize) -> Result<Vec<u8>, Errno> {
    let id = table.socket_of(fd)?;
    if table[id].state == State::SynReceived && table[id].error.is_none() {
        return Err(Errno::ENOTCONN);
    }
    crate::right::recv(table, fd, most)
}
