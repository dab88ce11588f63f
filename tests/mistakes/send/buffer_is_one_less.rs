//! "limit says where the buffer ends."

use netstack::{Errno, Fd, SocketTable};

pub use crate::right::{acknowledged, expired, output, received};

pub fn send(table: &mut SocketTable, fd: Fd, data: &[u8]) -> Result<usize, Errno> {
    let id = table.socket_of(fd)?;
    if let Some(sending) = &mut table[id].sending {
        sending.limit -= 1;
    }
    let result = crate::right::send(table, fd, data);
    if let Some(sending) = &mut table[id].sending {
        sending.limit += 1;
    }
    result
}
