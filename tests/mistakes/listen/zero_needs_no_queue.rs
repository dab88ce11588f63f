//! "With a backlog of 0 nobody may wait, so there is no queue."

use netstack::{Errno, Fd, SocketTable};

pub fn listen(table: &mut SocketTable, fd: Fd, backlog: i32) -> Result<(), Errno> {
    let id = table.socket_of(fd)?;
    crate::right::listen(table, fd, backlog)?;
    if backlog == 0 {
        table[id].backlog = None;
    }
    Ok(())
}
