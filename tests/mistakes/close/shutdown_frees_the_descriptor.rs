//! "shutdown closes the socket."

use netstack::{Errno, Fd, Segment, SocketTable, State};

pub use crate::right::close;

pub fn shutdown(table: &mut SocketTable, fd: Fd) -> Result<Option<Segment>, Errno> {
    let id = table.socket_of(fd)?;
    let sent = crate::right::shutdown(table, fd)?;
    if table[id].state != State::Listen {
        table.close(fd);
    }
    Ok(sent)
}
