//! "The peer has closed, so there is no connection any more."

use netstack::{Errno, Fd, Segment, SocketTable, State};

pub use crate::right::close;

pub fn shutdown(table: &mut SocketTable, fd: Fd) -> Result<Option<Segment>, Errno> {
    let id = table.socket_of(fd)?;
    if table[id].state == State::CloseWait {
        return Err(Errno::ENOTCONN);
    }
    crate::right::shutdown(table, fd)
}
