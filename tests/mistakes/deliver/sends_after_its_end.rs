//! "The peer still has its connection, so data can still be sent."

use netstack::{Errno, Fd, Flags, Segment, SocketTable, State};

pub use crate::right::{deliver, recv};

pub fn send(table: &mut SocketTable, fd: Fd, data: &[u8]) -> Result<Segment, Errno> {
    let id = table.socket_of(fd)?;
    let socket = &table[id];
    if let (State::FinWait1 | State::FinWait2, Some(local), Some(remote)) =
        (socket.state, socket.local, socket.remote)
    {
        return Ok(Segment { data: data.to_vec(), ..Segment::new(Flags::ACK, local, remote) });
    }
    crate::right::send(table, fd, data)
}
