//! "First the descriptor is closed. Then it is asked which socket that was."

use netstack::{Errno, Fd, Segment, SocketTable};

use crate::exercises;
pub use crate::right::{arrives, expired, shutdown};

pub fn close(table: &mut SocketTable, fd: Fd) -> Result<Vec<Segment>, Errno> {
    let sent = exercises::close::close(table, fd)?;
    table.socket_of(fd)?;
    Ok(sent)
}
