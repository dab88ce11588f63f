//! "The number is written down, and the FIN is sent."

use netstack::{Errno, Fd, Segment, SocketTable};

use crate::exercises;
pub use crate::right::{arrives, expired};

pub fn shutdown(table: &mut SocketTable, fd: Fd) -> Result<Option<Segment>, Errno> {
    let sent = exercises::close::shutdown(&mut table.clone(), fd)?;
    crate::right::shutdown(table, fd)?;
    Ok(sent)
}

pub fn close(table: &mut SocketTable, fd: Fd) -> Result<Vec<Segment>, Errno> {
    let sent = exercises::close::close(&mut table.clone(), fd)?;
    crate::right::close(table, fd)?;
    Ok(sent)
}
