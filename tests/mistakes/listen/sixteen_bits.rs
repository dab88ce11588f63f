//! "The limit of a queue is a number of 16 bits, as a port is."

use netstack::{Errno, Fd, SocketTable};

pub fn listen(table: &mut SocketTable, fd: Fd, backlog: i32) -> Result<(), Errno> {
    let limit = i32::from(backlog as u16);
    crate::right::listen(table, fd, limit)
}
