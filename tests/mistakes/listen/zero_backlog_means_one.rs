//! "At least one client must be able to wait."

use netstack::{Errno, Fd, SocketTable};

pub fn listen(table: &mut SocketTable, fd: Fd, backlog: i32) -> Result<(), Errno> {
    crate::right::listen(table, fd, if backlog == 0 { 1 } else { backlog })
}
