//! "The connection is over, so it is EPIPE."

use netstack::{Errno, Fd, SocketTable, State};

pub use crate::right::{acknowledged, expired, output, received};

pub fn send(table: &mut SocketTable, fd: Fd, data: &[u8]) -> Result<usize, Errno> {
    let id = table.socket_of(fd)?;
    let result = crate::right::send(table, fd, data);
    if table[id].state == State::Closed { result.map_err(|_| Errno::EPIPE) } else { result }
}
