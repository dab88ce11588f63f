//! "What does not fit into the program's buffer is too much."

use netstack::{Errno, Fd, SocketTable};

pub use crate::right::{deliver, send};

pub fn recv(table: &mut SocketTable, fd: Fd, most: usize) -> Result<Vec<u8>, Errno> {
    let data = crate::right::recv(table, fd, most)?;
    let id = table.socket_of(fd)?;
    table[id].received.clear();
    Ok(data)
}
