//! "It is a server's socket, so it waits for connections from the start."

use netstack::{Backlog, Errno, Fd, SocketTable, State};

pub fn socket(table: &mut SocketTable) -> Result<Fd, Errno> {
    let fd = crate::right::socket(table)?;
    let id = table.socket_of(fd)?;
    table[id].state = State::Listen;
    table[id].backlog = Some(Backlog::default());
    Ok(fd)
}
