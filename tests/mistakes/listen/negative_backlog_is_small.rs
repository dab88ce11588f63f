//! "Less than nothing is nothing."

use netstack::{Errno, Fd, SocketTable};

pub fn listen(table: &mut SocketTable, fd: Fd, backlog: i32) -> Result<(), Errno> {
    crate::right::listen(table, fd, backlog.max(0))
}
