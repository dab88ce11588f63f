//! "A socket without a peer is not connected."

use netstack::{Errno, Fd, SocketTable};

pub use crate::right::{acknowledged, expired, output, received};

pub fn send(table: &mut SocketTable, fd: Fd, data: &[u8]) -> Result<usize, Errno> {
    let id = table.socket_of(fd)?;
    if table[id].remote.is_none() {
        return Err(Errno::ENOTCONN);
    }
    crate::right::send(table, fd, data)
}
