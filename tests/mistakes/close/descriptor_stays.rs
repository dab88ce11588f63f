//! "The descriptor is free when the connection is over."

use netstack::{Errno, Fd, Segment, SocketTable};

pub use crate::right::shutdown;

pub fn close(table: &mut SocketTable, fd: Fd) -> Result<Vec<Segment>, Errno> {
    let id = table.socket_of(fd)?;
    let sent = crate::right::close(table, fd)?;
    if table.get(id).is_some() {
        table.open_as(fd, id);
    }
    Ok(sent)
}
