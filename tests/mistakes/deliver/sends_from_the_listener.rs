//! "The server answers from where it waits."

use netstack::{Errno, Fd, Segment, SocketTable, State};

pub use crate::right::{deliver, recv};

pub fn send(table: &mut SocketTable, fd: Fd, data: &[u8]) -> Result<Segment, Errno> {
    let sent = crate::right::send(table, fd, data)?;
    let waits = table.iter().find(|(_, socket)| socket.state == State::Listen);
    let source = waits.and_then(|(_, socket)| socket.local).unwrap_or(sent.source);
    Ok(Segment { source, ..sent })
}
