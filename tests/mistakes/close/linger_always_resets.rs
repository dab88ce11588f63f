//! "With SO_LINGER and a time of zero, close sends an RST."

use netstack::{Errno, Fd, Flags, Segment, SocketTable, State};

pub use crate::right::shutdown;

pub fn close(table: &mut SocketTable, fd: Fd) -> Result<Vec<Segment>, Errno> {
    let id = table.socket_of(fd)?;
    let socket = table[id].clone();
    let sent = crate::right::close(table, fd)?;
    if socket.options.linger0
        && socket.state != State::Listen
        && let (Some(local), Some(remote)) = (socket.local, socket.remote)
    {
        table.remove(id);
        return Ok(vec![Segment::new(Flags::RST | Flags::ACK, local, remote)]);
    }
    Ok(sent)
}
