//! "listen gives the socket a new queue."

use netstack::{Errno, Fd, SocketTable};

pub fn listen(table: &mut SocketTable, fd: Fd, backlog: i32) -> Result<(), Errno> {
    let id = table.socket_of(fd)?;
    crate::right::listen(table, fd, backlog)?;
    if let Some(queue) = &mut table[id].backlog {
        queue.waiting.clear();
    }
    Ok(())
}
