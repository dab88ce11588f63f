//! "A connection that is not in ESTABLISHED is not connected."

use netstack::{Errno, Fd, SocketTable, State};

pub use crate::right::{deliver, send};

pub fn recv(table: &mut SocketTable, fd: Fd, most: usize) -> Result<Vec<u8>, Errno> {
    let id = table.socket_of(fd)?;
    if table[id].state != State::Established {
        return Err(Errno::ENOTCONN);
    }
    crate::right::recv(table, fd, most)
}
