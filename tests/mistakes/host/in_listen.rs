//! "The backlog is how many may wait, so one place is added at once."

use netstack::{Errno, Fd, SocketTable};

pub use crate::right::{arrives, close, expired, shutdown};

pub fn listen(table: &mut SocketTable, fd: Fd, backlog: i32) -> Result<(), Errno> {
    crate::exercises::listen::listen(table, fd, backlog.saturating_add(1))
}
