//! "What came before a reset is worth nothing any more."

use netstack::{Errno, Fd, SocketTable};

pub use crate::right::{deliver, send};

pub fn recv(table: &mut SocketTable, fd: Fd, most: usize) -> Result<Vec<u8>, Errno> {
    let id = table.socket_of(fd)?;
    if table[id].error.is_some() {
        table[id].received.clear();
    }
    crate::right::recv(table, fd, most)
}
