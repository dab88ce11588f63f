//! "What close sends goes behind the data."

use netstack::{Errno, Fd, Segment, SocketTable};

pub use crate::right::{arrives, expired, shutdown};

pub fn close(table: &mut SocketTable, fd: Fd) -> Result<Vec<Segment>, Errno> {
    crate::right::close(table, fd)?;
    Ok(Vec::new())
}
