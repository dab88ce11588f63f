//! "close sends the FIN, and the socket is gone."

use netstack::{Errno, Fd, Segment, SocketTable, State};

pub use crate::right::shutdown;

pub fn close(table: &mut SocketTable, fd: Fd) -> Result<Vec<Segment>, Errno> {
    let id = table.socket_of(fd)?;
    let sent = crate::right::close(table, fd)?;
    if table.get(id).is_some_and(|socket| socket.state != State::TimeWait) {
        table.remove(id);
    }
    Ok(sent)
}
