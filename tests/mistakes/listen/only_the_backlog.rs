//! "listen tells the kernel how long the queue is."

use netstack::{Errno, Fd, SocketTable};

pub fn listen(table: &mut SocketTable, fd: Fd, backlog: i32) -> Result<(), Errno> {
    let id = table.socket_of(fd)?;
    let before = table[id].state;
    crate::right::listen(table, fd, backlog)?;
    table[id].state = before;
    Ok(())
}
