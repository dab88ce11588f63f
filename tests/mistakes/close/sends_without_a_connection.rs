//! "Whoever has a peer has to tell it."

use netstack::{Errno, Fd, Flags, Segment, SocketTable, State};

pub use crate::right::shutdown;

pub fn close(table: &mut SocketTable, fd: Fd) -> Result<Vec<Segment>, Errno> {
    let id = table.socket_of(fd)?;
    let socket = table[id].clone();
    let sent = crate::right::close(table, fd)?;
    if matches!(socket.state, State::Closed | State::SynSent)
        && let (Some(local), Some(remote)) = (socket.local, socket.remote)
    {
        return Ok(vec![Segment::new(Flags::RST | Flags::ACK, local, remote)]);
    }
    Ok(sent)
}
