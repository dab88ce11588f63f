//! "The peer has no room, so there is no use in taking more."

use netstack::{Errno, Fd, SocketTable};

pub use crate::right::{acknowledged, expired, output, received};

pub fn send(table: &mut SocketTable, fd: Fd, data: &[u8]) -> Result<usize, Errno> {
    let id = table.socket_of(fd)?;
    let socket = &table[id];
    if let (None, Some(sending)) = (socket.error, &socket.sending)
        && sending.fin.is_none()
        && !data.is_empty()
        && sending.nxt.wrapping_sub(sending.una) >= sending.window
    {
        return Err(Errno::EAGAIN);
    }
    crate::right::send(table, fd, data)
}
