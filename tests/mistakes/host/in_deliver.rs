//! "recv gives all that has come."

use netstack::{Errno, Fd, SocketTable};

pub use crate::right::{arrives, close, expired, shutdown};

pub fn recv(table: &mut SocketTable, fd: Fd, most: usize) -> Result<Vec<u8>, Errno> {
    let id = table.socket_of(fd)?;
    let data = table[id].received.clone();
    let read = crate::exercises::deliver::recv(table, fd, most)?;
    // It can be read once more.
    if !read.is_empty() {
        table[id].received = data;
    }
    Ok(read)
}
