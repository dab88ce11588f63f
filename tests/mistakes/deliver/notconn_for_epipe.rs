//! "A socket without a peer is not connected: ENOTCONN."

use netstack::{Errno, Fd, Segment, SocketTable};

pub use crate::right::{deliver, recv};

pub fn send(table: &mut SocketTable, fd: Fd, data: &[u8]) -> Result<Segment, Errno> {
    let id = table.socket_of(fd)?;
    let no_peer = table[id].remote.is_none();
    match crate::right::send(table, fd, data) {
        Err(Errno::EPIPE) if no_peer => Err(Errno::ENOTCONN),
        other => other,
    }
}
