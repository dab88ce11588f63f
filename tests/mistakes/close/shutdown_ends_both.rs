//! "The connection is shut down: nothing more is read either."

use netstack::{Errno, Fd, Segment, SocketTable};

pub use crate::right::close;

pub fn shutdown(table: &mut SocketTable, fd: Fd) -> Result<Option<Segment>, Errno> {
    let id = table.socket_of(fd)?;
    let sent = crate::right::shutdown(table, fd)?;
    if sent.is_some() {
        table[id].received.clear();
        table[id].ended = true;
    }
    Ok(sent)
}
