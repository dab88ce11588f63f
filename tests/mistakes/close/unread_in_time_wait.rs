//! "Data is in the buffer, so the peer must be told that nobody reads it."

use netstack::{Errno, Fd, Flags, Segment, SocketTable, State};

pub use crate::right::shutdown;

pub fn close(table: &mut SocketTable, fd: Fd) -> Result<Vec<Segment>, Errno> {
    let id = table.socket_of(fd)?;
    let socket = table[id].clone();
    if socket.state == State::TimeWait
        && !socket.received.is_empty()
        && let (Some(local), Some(remote)) = (socket.local, socket.remote)
    {
        table.remove(id);
        return Ok(vec![Segment::new(Flags::RST | Flags::ACK, local, remote)]);
    }
    crate::right::close(table, fd)
}
