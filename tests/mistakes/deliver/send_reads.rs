//! "The answer belongs to the request, so what is left of the request has been dealt with."

use netstack::{Errno, Fd, Segment, SocketTable};

pub use crate::right::{deliver, recv};

pub fn send(table: &mut SocketTable, fd: Fd, data: &[u8]) -> Result<Segment, Errno> {
    let sent = crate::right::send(table, fd, data)?;
    let id = table.socket_of(fd)?;
    table[id].received.clear();
    Ok(sent)
}
