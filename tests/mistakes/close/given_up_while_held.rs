//! "After shutdown the peer has 60 seconds for its own FIN."

use netstack::{Errno, Fd, Segment, SocketTable, State};

pub use crate::right::close;

pub fn shutdown(table: &mut SocketTable, fd: Fd) -> Result<Option<Segment>, Errno> {
    let id = table.socket_of(fd)?;
    let sent = crate::right::shutdown(table, fd)?;
    if table[id].state == State::FinWait2 {
        table[id].timer = Some(crate::right::FIN_TIMEOUT_SECONDS);
    }
    Ok(sent)
}
