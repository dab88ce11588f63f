//! "A buffer is a pile: what came last lies on top."

use netstack::{Errno, Fd, SocketTable};

pub use crate::right::{deliver, send};

pub fn recv(table: &mut SocketTable, fd: Fd, most: usize) -> Result<Vec<u8>, Errno> {
    let id = table.socket_of(fd)?;
    let buffer = &mut table[id].received;
    if buffer.is_empty() {
        return crate::right::recv(table, fd, most);
    }
    let rest = buffer.len().saturating_sub(most);
    Ok(buffer.split_off(rest))
}
