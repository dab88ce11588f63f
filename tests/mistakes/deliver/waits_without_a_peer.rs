//! "Nothing has come to this socket yet."

use netstack::{Errno, Fd, SocketTable};

pub use crate::right::{deliver, send};

pub fn recv(table: &mut SocketTable, fd: Fd, most: usize) -> Result<Vec<u8>, Errno> {
    match crate::right::recv(table, fd, most) {
        Err(Errno::ENOTCONN) => Err(Errno::EAGAIN),
        other => other,
    }
}
