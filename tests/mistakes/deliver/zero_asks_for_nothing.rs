//! "Whoever asks for no bytes gets no bytes, whatever the socket is."

use netstack::{Errno, Fd, SocketTable};

pub use crate::right::{deliver, send};

pub fn recv(table: &mut SocketTable, fd: Fd, most: usize) -> Result<Vec<u8>, Errno> {
    table.socket_of(fd)?;
    if most == 0 { Ok(Vec::new()) } else { crate::right::recv(table, fd, most) }
}
