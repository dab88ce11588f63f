//! "The peer has ended its data, so my answer is the last, and has the FIN."

use netstack::{Errno, Fd, Segment, SocketTable, State};

pub use crate::right::{deliver, recv};

pub fn send(table: &mut SocketTable, fd: Fd, data: &[u8]) -> Result<Segment, Errno> {
    let mut sent = crate::right::send(table, fd, data)?;
    let id = table.socket_of(fd)?;
    sent.flags.fin = table[id].state == State::CloseWait;
    Ok(sent)
}
