//! "The bytes are text, and a zero is its end."

use netstack::{Errno, Fd, Segment, SocketTable};

pub use crate::right::{deliver, recv};

pub fn send(table: &mut SocketTable, fd: Fd, data: &[u8]) -> Result<Segment, Errno> {
    let end = data.iter().position(|byte| *byte == 0).unwrap_or(data.len());
    crate::right::send(table, fd, &data[..end])
}
