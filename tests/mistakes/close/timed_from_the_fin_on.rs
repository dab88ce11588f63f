//! "From now on it waits for the peer's FIN, 60 seconds at most."

use netstack::{Errno, Fd, Segment, SocketTable, State};

pub use crate::right::shutdown;

pub fn close(table: &mut SocketTable, fd: Fd) -> Result<Vec<Segment>, Errno> {
    let id = table.socket_of(fd)?;
    let sent = crate::right::close(table, fd)?;
    if table.get(id).is_some_and(|socket| socket.state == State::FinWait1) {
        table[id].timer = Some(crate::right::FIN_TIMEOUT_SECONDS);
    }
    Ok(sent)
}
