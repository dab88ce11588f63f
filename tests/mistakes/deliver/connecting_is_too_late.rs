//! "Only a connection can send."

use netstack::{Errno, Fd, Segment, SocketTable};

pub use crate::right::{deliver, recv};

pub fn send(table: &mut SocketTable, fd: Fd, data: &[u8]) -> Result<Segment, Errno> {
    match crate::right::send(table, fd, data) {
        Err(Errno::EAGAIN) => Err(Errno::EPIPE),
        other => other,
    }
}
