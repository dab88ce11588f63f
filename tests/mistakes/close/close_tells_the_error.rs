//! "An error is told by the next call, whatever that is."

use netstack::{Errno, Fd, Segment, SocketTable};

pub use crate::right::shutdown;

pub fn close(table: &mut SocketTable, fd: Fd) -> Result<Vec<Segment>, Errno> {
    let id = table.socket_of(fd)?;
    let error = table[id].error;
    let sent = crate::right::close(table, fd)?;
    error.map_or(Ok(sent), Err)
}
