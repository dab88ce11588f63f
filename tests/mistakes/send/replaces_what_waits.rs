//! "The buffer holds what the program has sent last."

use netstack::{Errno, Fd, SocketTable};

pub use crate::right::{acknowledged, expired, output, received};

pub fn send(table: &mut SocketTable, fd: Fd, data: &[u8]) -> Result<usize, Errno> {
    let id = table.socket_of(fd)?;
    if let Some(sending) = &mut table[id].sending
        && sending.fin.is_none()
        && !data.is_empty()
    {
        let sent = sending.nxt.wrapping_sub(sending.una) as usize;
        if sending.buffer.len() < sending.limit {
            sending.buffer.truncate(sent);
        }
    }
    crate::right::send(table, fd, data)
}
