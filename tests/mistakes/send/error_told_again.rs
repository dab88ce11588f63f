//! "The connection is broken, and it stays broken."

use netstack::{Errno, Fd, SocketTable};

pub use crate::right::{acknowledged, expired, output, received};

pub fn send(table: &mut SocketTable, fd: Fd, data: &[u8]) -> Result<usize, Errno> {
    let id = table.socket_of(fd)?;
    let error = table[id].error;
    let result = crate::right::send(table, fd, data);
    table[id].error = error;
    result
}
