//! "TIME_WAIT lasts 60 seconds after close."

use netstack::{Errno, Fd, Segment, SocketTable, State};

pub use crate::right::shutdown;

pub fn close(table: &mut SocketTable, fd: Fd) -> Result<Vec<Segment>, Errno> {
    let id = table.socket_of(fd)?;
    let sent = crate::right::close(table, fd)?;
    if table.get(id).is_some_and(|socket| socket.state == State::TimeWait) {
        table[id].timer = Some(60);
    }
    Ok(sent)
}
