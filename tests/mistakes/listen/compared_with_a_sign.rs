//! "A negative number is smaller than the limit, so it stays."

use netstack::{Errno, Fd, SocketTable};

pub fn listen(table: &mut SocketTable, fd: Fd, backlog: i32) -> Result<(), Errno> {
    let id = table.socket_of(fd)?;
    crate::right::listen(table, fd, backlog)?;
    if let Some(queue) = &mut table[id].backlog
        && backlog < 0
    {
        queue.limit = backlog.cast_unsigned();
    }
    Ok(())
}
