//! "An error is told by the next call, whatever that is."

use std::net::SocketAddrV4;

use netstack::{Errno, Fd, Segment, SocketTable};

pub use crate::right::answer;

pub fn connect(table: &mut SocketTable, fd: Fd, to: SocketAddrV4) -> Result<Segment, Errno> {
    let id = table.socket_of(fd)?;
    match table[id].error.take() {
        Some(error) => Err(error),
        None => crate::right::connect(table, fd, to),
    }
}
