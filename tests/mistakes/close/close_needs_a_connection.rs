//! "There is no connection, so there is nothing to close."

use netstack::{Errno, Fd, Segment, SocketTable, State};

pub use crate::right::shutdown;

pub fn close(table: &mut SocketTable, fd: Fd) -> Result<Vec<Segment>, Errno> {
    let id = table.socket_of(fd)?;
    if table[id].state == State::Closed {
        return Err(Errno::ENOTCONN);
    }
    crate::right::close(table, fd)
}
