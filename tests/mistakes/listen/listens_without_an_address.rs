//! "It waits, and whoever comes, comes. The address is bind's business."

use netstack::{Errno, Fd, SocketTable};

pub fn listen(table: &mut SocketTable, fd: Fd, backlog: i32) -> Result<(), Errno> {
    let id = table.socket_of(fd)?;
    let local = table[id].local;
    crate::right::listen(table, fd, backlog)?;
    table[id].local = local;
    Ok(())
}
