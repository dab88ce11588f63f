//! "Everybody knows the limit: SOMAXCONN is 4096."

use netstack::{Errno, Fd, SocketTable};

pub fn listen(table: &mut SocketTable, fd: Fd, backlog: i32) -> Result<(), Errno> {
    const SOMAXCONN: i32 = 4096;
    crate::right::listen(table, fd, backlog.min(SOMAXCONN))
}
