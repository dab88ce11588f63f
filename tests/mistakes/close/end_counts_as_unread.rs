//! "The client's FIN has come, and nobody has read it."

use netstack::{Errno, Fd, Flags, Segment, SocketTable, State};

pub use crate::right::shutdown;

pub fn close(table: &mut SocketTable, fd: Fd) -> Result<Vec<Segment>, Errno> {
    let id = table.socket_of(fd)?;
    let socket = &table[id];
    let over = matches!(socket.state, State::Closed | State::TimeWait);
    if socket.ended
        && !over
        && !socket.options.linger0
        && let (Some(local), Some(remote)) = (socket.local, socket.remote)
    {
        table.remove(id);
        return Ok(vec![Segment::new(Flags::RST | Flags::ACK, local, remote)]);
    }
    crate::right::close(table, fd)
}
