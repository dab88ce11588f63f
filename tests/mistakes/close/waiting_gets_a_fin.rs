//! "What waits in the queue is closed as every connection is."

use netstack::{Errno, Fd, Segment, SocketTable};

pub use crate::right::shutdown;

pub fn close(table: &mut SocketTable, fd: Fd) -> Result<Vec<Segment>, Errno> {
    let id = table.socket_of(fd)?;
    let Some(backlog) = table[id].backlog.clone() else {
        return crate::right::close(table, fd);
    };
    table.remove(id);
    let mut sent = Vec::new();
    for waiting in backlog.waiting {
        if let Ok(fd) = table.open(waiting) {
            table[waiting].received.clear();
            sent.extend(crate::right::close(table, fd)?);
        }
    }
    Ok(sent)
}
