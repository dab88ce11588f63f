//! "An error is told by the next call, whatever that is."

use netstack::{Errno, Fd, Segment, SocketTable};

pub use crate::right::close;

pub fn shutdown(table: &mut SocketTable, fd: Fd) -> Result<Option<Segment>, Errno> {
    let id = table.socket_of(fd)?;
    match table[id].error.take() {
        Some(error) => Err(error),
        None => crate::right::shutdown(table, fd),
    }
}
