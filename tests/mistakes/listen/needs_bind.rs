//! "A socket without an address cannot wait."

use netstack::{Errno, Fd, SocketTable};

pub fn listen(table: &mut SocketTable, fd: Fd, backlog: i32) -> Result<(), Errno> {
    let id = table.socket_of(fd)?;
    table[id].local.ok_or(Errno::EINVAL)?;
    crate::right::listen(table, fd, backlog)
}
