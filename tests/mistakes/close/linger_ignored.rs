//! "SO_LINGER says how long close waits. It changes nothing else."

use netstack::{Errno, Fd, Segment, SocketTable};

pub use crate::right::shutdown;

pub fn close(table: &mut SocketTable, fd: Fd) -> Result<Vec<Segment>, Errno> {
    let id = table.socket_of(fd)?;
    let linger0 = std::mem::take(&mut table[id].options.linger0);
    let sent = crate::right::close(table, fd)?;
    if table.get(id).is_some() {
        table[id].options.linger0 = linger0;
    }
    Ok(sent)
}
