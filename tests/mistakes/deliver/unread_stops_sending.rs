//! "First the request is read to its end, then the answer is sent."

use netstack::{Errno, Fd, Segment, SocketTable, State};

pub use crate::right::{deliver, recv};

pub fn send(table: &mut SocketTable, fd: Fd, data: &[u8]) -> Result<Segment, Errno> {
    let id = table.socket_of(fd)?;
    let socket = &table[id];
    if socket.state == State::Established && !socket.received.is_empty() && socket.error.is_none() {
        return Err(Errno::EAGAIN);
    }
    crate::right::send(table, fd, data)
}
