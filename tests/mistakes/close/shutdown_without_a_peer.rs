//! "There is nothing to send, so there is nothing to do."

use netstack::{Errno, Fd, Segment, SocketTable, State};

pub use crate::right::close;

pub fn shutdown(table: &mut SocketTable, fd: Fd) -> Result<Option<Segment>, Errno> {
    let id = table.socket_of(fd)?;
    match table[id].state {
        State::Closed | State::TimeWait => Ok(None),
        _ => crate::right::shutdown(table, fd),
    }
}
