//! "An error is more important than the end."

use netstack::{Errno, Fd, SocketTable};

pub use crate::right::{deliver, send};

pub fn recv(table: &mut SocketTable, fd: Fd, most: usize) -> Result<Vec<u8>, Errno> {
    let id = table.socket_of(fd)?;
    if table[id].received.is_empty()
        && let Some(error) = table[id].error.take()
    {
        return Err(error);
    }
    crate::right::recv(table, fd, most)
}
