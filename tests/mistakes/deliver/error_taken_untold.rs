//! "An error is for the next call, whatever that returns."

use netstack::{Errno, Fd, SocketTable};

pub use crate::right::{deliver, send};

pub fn recv(table: &mut SocketTable, fd: Fd, most: usize) -> Result<Vec<u8>, Errno> {
    let read = crate::right::recv(table, fd, most)?;
    let id = table.socket_of(fd)?;
    table[id].error = None;
    Ok(read)
}
