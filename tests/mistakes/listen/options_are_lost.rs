//! "listen makes a listening socket: I write one down with what it needs."

use netstack::{Errno, Fd, Options, SocketTable};

pub fn listen(table: &mut SocketTable, fd: Fd, backlog: i32) -> Result<(), Errno> {
    let id = table.socket_of(fd)?;
    crate::right::listen(table, fd, backlog)?;
    table[id].options = Options::default();
    Ok(())
}
