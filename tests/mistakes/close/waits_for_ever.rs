//! "A connection in FIN_WAIT_2 waits for the peer's FIN, and that will come."

use netstack::{Errno, Fd, Segment, SocketTable, State};

pub use crate::right::shutdown;

pub fn close(table: &mut SocketTable, fd: Fd) -> Result<Vec<Segment>, Errno> {
    let id = table.socket_of(fd)?;
    let sent = crate::right::close(table, fd)?;
    if table.get(id).is_some_and(|socket| socket.state == State::FinWait2) {
        table[id].timer = None;
    }
    Ok(sent)
}
