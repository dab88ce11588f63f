//! "The buffer is empty: try again later."

use netstack::{Errno, Fd, SocketTable};

pub use crate::right::{deliver, send};

pub fn recv(table: &mut SocketTable, fd: Fd, most: usize) -> Result<Vec<u8>, Errno> {
    let id = table.socket_of(fd)?;
    if table[id].ended && table[id].received.is_empty() {
        return Err(Errno::EAGAIN);
    }
    crate::right::recv(table, fd, most)
}
