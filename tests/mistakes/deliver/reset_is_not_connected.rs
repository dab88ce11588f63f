//! "The socket is CLOSED, so it is not connected."

use netstack::{Errno, Fd, SocketTable, State};

pub use crate::right::{deliver, send};

pub fn recv(table: &mut SocketTable, fd: Fd, most: usize) -> Result<Vec<u8>, Errno> {
    let id = table.socket_of(fd)?;
    let socket = &table[id];
    let over = socket.state == State::Closed && socket.error.is_none() && !socket.ended;
    if over && socket.received.is_empty() {
        return Err(Errno::ENOTCONN);
    }
    crate::right::recv(table, fd, most)
}
