//! "close ends a connection in order: with a FIN."

use netstack::{Errno, Fd, Segment, SocketTable};

pub use crate::right::shutdown;

pub fn close(table: &mut SocketTable, fd: Fd) -> Result<Vec<Segment>, Errno> {
    let id = table.socket_of(fd)?;
    let unread = std::mem::take(&mut table[id].received);
    let sent = crate::right::close(table, fd)?;
    if table.get(id).is_some() {
        table[id].received = unread;
    }
    Ok(sent)
}
