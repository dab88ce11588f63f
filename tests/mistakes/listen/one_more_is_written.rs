//! "Linux lets backlog + 1 clients wait, so that is the limit."

use netstack::{Errno, Fd, SocketTable};

pub fn listen(table: &mut SocketTable, fd: Fd, backlog: i32) -> Result<(), Errno> {
    let id = table.socket_of(fd)?;
    crate::right::listen(table, fd, backlog)?;
    if let Some(queue) = &mut table[id].backlog {
        queue.limit += 1;
    }
    Ok(())
}
