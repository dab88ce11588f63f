//! "There is room in the buffer, and the client still listens."

use netstack::{Errno, Fd, SocketTable};

pub use crate::right::{acknowledged, expired, output, received};

pub fn send(table: &mut SocketTable, fd: Fd, data: &[u8]) -> Result<usize, Errno> {
    let id = table.socket_of(fd)?;
    let socket = &mut table[id];
    if let (None, Some(sending)) = (socket.error, &mut socket.sending)
        && sending.fin.is_some()
    {
        let count = data.len().min(sending.limit - sending.buffer.len());
        sending.buffer.extend_from_slice(&data[..count]);
        return Ok(count);
    }
    crate::right::send(table, fd, data)
}
