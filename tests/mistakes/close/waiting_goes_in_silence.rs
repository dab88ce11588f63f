//! "Nobody has accepted them, so nobody needs to be told."

use netstack::{Errno, Fd, Segment, SocketTable, State};

pub use crate::right::shutdown;

pub fn close(table: &mut SocketTable, fd: Fd) -> Result<Vec<Segment>, Errno> {
    let id = table.socket_of(fd)?;
    let listens = table[id].state == State::Listen;
    let sent = crate::right::close(table, fd)?;
    Ok(if listens { Vec::new() } else { sent })
}
