//! "What has been shut down is closed already."

use netstack::{Errno, Fd, Segment, SocketTable, State};

pub use crate::right::shutdown;

pub fn close(table: &mut SocketTable, fd: Fd) -> Result<Vec<Segment>, Errno> {
    let id = table.socket_of(fd)?;
    match table[id].state {
        State::FinWait1 | State::FinWait2 | State::Closing | State::LastAck => Err(Errno::EPIPE),
        _ => crate::right::close(table, fd),
    }
}
