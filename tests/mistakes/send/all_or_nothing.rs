//! "If it does not fit as a whole, the program must try again later."

use netstack::{Errno, Fd, SocketTable};

pub use crate::right::{acknowledged, expired, output, received};

pub fn send(table: &mut SocketTable, fd: Fd, data: &[u8]) -> Result<usize, Errno> {
    let id = table.socket_of(fd)?;
    let socket = &table[id];
    if let (None, Some(sending)) = (socket.error, &socket.sending)
        && sending.fin.is_none()
        && sending.buffer.len() + data.len() > sending.limit
    {
        return Err(Errno::EAGAIN);
    }
    crate::right::send(table, fd, data)
}
