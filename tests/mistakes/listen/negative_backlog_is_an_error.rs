//! "A number of clients cannot be negative."

use netstack::{Errno, Fd, SocketTable};

pub fn listen(table: &mut SocketTable, fd: Fd, backlog: i32) -> Result<(), Errno> {
    if backlog < 0 {
        return Err(Errno::EINVAL);
    }
    crate::right::listen(table, fd, backlog)
}
