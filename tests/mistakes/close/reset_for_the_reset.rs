//! "Each one that waits is sent an RST."

use netstack::{Errno, Fd, Segment, SocketTable, State};

pub use crate::right::shutdown;

pub fn close(table: &mut SocketTable, fd: Fd) -> Result<Vec<Segment>, Errno> {
    let id = table.socket_of(fd)?;
    if let Some(backlog) = table[id].backlog.clone() {
        for waiting in backlog.waiting {
            table[waiting].state = State::Established;
        }
    }
    crate::right::close(table, fd)
}
