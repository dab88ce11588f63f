//! "A connection that is closed has ended."

use netstack::{Errno, Fd, Segment, SocketTable, State};

pub use crate::right::shutdown;

pub fn close(table: &mut SocketTable, fd: Fd) -> Result<Vec<Segment>, Errno> {
    let id = table.socket_of(fd)?;
    let first = table[id].state == State::Established;
    let sent = crate::right::close(table, fd)?;
    if first && table.get(id).is_some() {
        table[id].ended = true;
    }
    Ok(sent)
}
