//! "Who asks for more than there is gets an error."

use netstack::{Errno, Fd, SocketTable};

pub fn listen(table: &mut SocketTable, fd: Fd, backlog: i32) -> Result<(), Errno> {
    if backlog.cast_unsigned() > table.limits.somaxconn && backlog > 0 {
        return Err(Errno::EINVAL);
    }
    crate::right::listen(table, fd, backlog)
}
