//! "The connections are there already. They need no listening socket any more."

use netstack::{Errno, Fd, Segment, SocketTable, State};

pub use crate::right::shutdown;

pub fn close(table: &mut SocketTable, fd: Fd) -> Result<Vec<Segment>, Errno> {
    let id = table.socket_of(fd)?;
    if table[id].state == State::Listen {
        table.remove(id);
        return Ok(Vec::new());
    }
    crate::right::close(table, fd)
}
