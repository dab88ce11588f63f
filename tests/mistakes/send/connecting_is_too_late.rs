//! "There is no connection, so nothing can be sent."

use netstack::{Errno, Fd, SocketTable, State};

pub use crate::right::{acknowledged, expired, output, received};

pub fn send(table: &mut SocketTable, fd: Fd, data: &[u8]) -> Result<usize, Errno> {
    let id = table.socket_of(fd)?;
    match table[id].state {
        State::SynSent | State::SynReceived => Err(Errno::EPIPE),
        _ => crate::right::send(table, fd, data),
    }
}
