//! "In CLOSING and LAST_ACK both sides are done, so nothing is sent, whatever is unread."

use netstack::{Errno, Fd, Segment, SocketTable, State};

pub use crate::right::shutdown;

pub fn close(table: &mut SocketTable, fd: Fd) -> Result<Vec<Segment>, Errno> {
    let id = table.socket_of(fd)?;
    let both_ended = matches!(table[id].state, State::Closing | State::LastAck);
    let sent = crate::right::close(table, fd)?;
    Ok(if both_ended { Vec::new() } else { sent })
}
