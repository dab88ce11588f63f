//! "No byte fits, so 0 bytes were taken."

use netstack::{Errno, Fd, SocketTable};

pub use crate::right::{acknowledged, expired, output, received};

pub fn send(table: &mut SocketTable, fd: Fd, data: &[u8]) -> Result<usize, Errno> {
    let result = crate::right::send(table, fd, data);
    let id = table.socket_of(fd)?;
    match result {
        Err(Errno::EAGAIN) if table[id].sending.is_some() => Ok(0),
        result => result,
    }
}
