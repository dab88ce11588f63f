//! "It listens already, so there is nothing to do."

use netstack::{Errno, Fd, SocketTable, State};

pub fn listen(table: &mut SocketTable, fd: Fd, backlog: i32) -> Result<(), Errno> {
    let id = table.socket_of(fd)?;
    if table[id].state == State::Listen {
        return Ok(());
    }
    crate::right::listen(table, fd, backlog)
}
