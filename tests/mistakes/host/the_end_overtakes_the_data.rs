//! "The program has closed, so the FIN is sent."

use netstack::{Errno, Fd, Segment, SocketTable};

use crate::exercises;
pub use crate::right::{arrives, expired};

pub fn shutdown(table: &mut SocketTable, fd: Fd) -> Result<Option<Segment>, Errno> {
    exercises::close::shutdown(table, fd)
}

pub fn close(table: &mut SocketTable, fd: Fd) -> Result<Vec<Segment>, Errno> {
    exercises::close::close(table, fd)
}
