//! "It listens already, so this call makes no sense."

use netstack::{Errno, Fd, SocketTable, State};

pub fn listen(table: &mut SocketTable, fd: Fd, backlog: i32) -> Result<(), Errno> {
    let id = table.socket_of(fd)?;
    if table[id].state == State::Listen {
        return Err(Errno::EINVAL);
    }
    crate::right::listen(table, fd, backlog)
}
