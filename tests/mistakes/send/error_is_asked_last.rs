//! "The state decides first. The error tells only why nothing works any more."

use netstack::{Errno, Fd, SocketTable, State};

pub use crate::right::{acknowledged, expired, output, received};

pub fn send(table: &mut SocketTable, fd: Fd, data: &[u8]) -> Result<usize, Errno> {
    let id = table.socket_of(fd)?;
    if table[id].state == State::Closed {
        return crate::right::send(table, fd, data);
    }
    let error = table[id].error.take();
    let taken = crate::right::send(table, fd, data);
    table[id].error = error;
    taken
}
