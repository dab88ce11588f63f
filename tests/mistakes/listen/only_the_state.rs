//! "listen changes the state. The queue comes with the first client."

use netstack::{Errno, Fd, SocketTable, State};

pub fn listen(table: &mut SocketTable, fd: Fd, backlog: i32) -> Result<(), Errno> {
    let id = table.socket_of(fd)?;
    let before = table[id].state;
    crate::right::listen(table, fd, backlog)?;
    if before == State::Closed {
        table[id].backlog = None;
    }
    Ok(())
}
