//! "A FIN is never sent at once."

use netstack::{Errno, Fd, Segment, SocketTable};

pub use crate::right::{arrives, expired};

pub fn shutdown(table: &mut SocketTable, fd: Fd) -> Result<Option<Segment>, Errno> {
    let sent = crate::right::shutdown(table, fd)?;
    Ok(sent.filter(|segment| !segment.flags.fin))
}

pub fn close(table: &mut SocketTable, fd: Fd) -> Result<Vec<Segment>, Errno> {
    let sent = crate::right::close(table, fd)?;
    Ok(sent.into_iter().filter(|segment| !segment.flags.fin).collect())
}
