//! "Go through the table, and tell all that wait."

use netstack::{Errno, Fd, Segment, SocketTable, State};

pub use crate::right::shutdown;

pub fn close(table: &mut SocketTable, fd: Fd) -> Result<Vec<Segment>, Errno> {
    let id = table.socket_of(fd)?;
    let listens = table[id].state == State::Listen;
    let mut sent = crate::right::close(table, fd)?;
    if listens {
        sent.sort_by_key(|segment| segment.destination);
    }
    Ok(sent)
}
