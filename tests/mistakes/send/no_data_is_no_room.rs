//! "Nothing was taken, so it is EAGAIN."

use netstack::{Errno, Fd, SocketTable};

pub use crate::right::{acknowledged, expired, output, received};

pub fn send(table: &mut SocketTable, fd: Fd, data: &[u8]) -> Result<usize, Errno> {
    match crate::right::send(table, fd, data) {
        Ok(0) => Err(Errno::EAGAIN),
        result => result,
    }
}
