//! "What counts for close counts for shutdown: unread data makes it an RST."

use netstack::{Errno, Fd, Flags, Segment, SocketTable, State};

pub use crate::right::close;

pub fn shutdown(table: &mut SocketTable, fd: Fd) -> Result<Option<Segment>, Errno> {
    let id = table.socket_of(fd)?;
    let socket = &table[id];
    let open = matches!(socket.state, State::Established | State::CloseWait);
    if open
        && !socket.received.is_empty()
        && let (Some(local), Some(remote)) = (socket.local, socket.remote)
    {
        table[id].state = State::Closed;
        return Ok(Some(Segment::new(Flags::RST | Flags::ACK, local, remote)));
    }
    crate::right::shutdown(table, fd)
}
