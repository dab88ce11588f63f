//! "The buffer is for what waits. What is sent has left it."

use netstack::{Errno, Fd, SocketTable};

pub use crate::right::{acknowledged, expired, output, received};

pub fn send(table: &mut SocketTable, fd: Fd, data: &[u8]) -> Result<usize, Errno> {
    let id = table.socket_of(fd)?;
    let limit = table[id].sending.as_ref().map_or(0, |it| it.limit);
    if let Some(sending) = &mut table[id].sending {
        sending.limit += sending.nxt.wrapping_sub(sending.una) as usize;
    }
    let result = crate::right::send(table, fd, data);
    if let Some(sending) = &mut table[id].sending {
        sending.limit = limit;
    }
    result
}
