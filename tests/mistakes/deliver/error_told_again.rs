//! "The connection is broken, and it stays broken."

use netstack::{Errno, Fd, SocketTable};

pub use crate::right::{deliver, send};

pub fn recv(table: &mut SocketTable, fd: Fd, most: usize) -> Result<Vec<u8>, Errno> {
    let id = table.socket_of(fd)?;
    let error = table[id].error;
    let result = crate::right::recv(table, fd, most);
    table[id].error = error;
    result
}
