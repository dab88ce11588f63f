//! "A socket that is shut down waits for nobody."

use netstack::{Errno, Fd, Segment, SocketTable, State};

pub use crate::right::close;

pub fn shutdown(table: &mut SocketTable, fd: Fd) -> Result<Option<Segment>, Errno> {
    let id = table.socket_of(fd)?;
    if table[id].state == State::Listen {
        return Err(Errno::ENOTCONN);
    }
    crate::right::shutdown(table, fd)
}
