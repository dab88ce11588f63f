//! "The limit has to be below somaxconn."

use netstack::{Errno, Fd, SocketTable};

pub fn listen(table: &mut SocketTable, fd: Fd, backlog: i32) -> Result<(), Errno> {
    let id = table.socket_of(fd)?;
    crate::right::listen(table, fd, backlog)?;
    let most = table.limits.somaxconn;
    if let Some(queue) = &mut table[id].backlog
        && queue.limit == most
    {
        queue.limit = most.saturating_sub(1);
    }
    Ok(())
}
