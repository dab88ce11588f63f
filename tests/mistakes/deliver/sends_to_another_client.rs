//! "The server talks with the client that came last."

use netstack::{Errno, Fd, Segment, SocketTable};

pub use crate::right::{deliver, recv};

pub fn send(table: &mut SocketTable, fd: Fd, data: &[u8]) -> Result<Segment, Errno> {
    let sent = crate::right::send(table, fd, data)?;
    let remotes = table.iter().filter_map(|(_, socket)| socket.remote);
    let destination = remotes.last().unwrap_or(sent.destination);
    Ok(Segment { destination, ..sent })
}
