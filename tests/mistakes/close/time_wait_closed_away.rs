//! "The connection is over on both sides, and now the program does not want it either."

use netstack::{Errno, Fd, Segment, SocketTable, State};

pub use crate::right::shutdown;

pub fn close(table: &mut SocketTable, fd: Fd) -> Result<Vec<Segment>, Errno> {
    let id = table.socket_of(fd)?;
    if table[id].state == State::TimeWait && !table[id].options.linger0 {
        table.remove(id);
        return Ok(Vec::new());
    }
    crate::right::close(table, fd)
}
