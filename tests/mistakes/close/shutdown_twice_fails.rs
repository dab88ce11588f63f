//! "What has been shut down is not connected any more."

use netstack::{Errno, Fd, Segment, SocketTable, State};

pub use crate::right::close;

pub fn shutdown(table: &mut SocketTable, fd: Fd) -> Result<Option<Segment>, Errno> {
    let id = table.socket_of(fd)?;
    match table[id].state {
        State::Established | State::CloseWait | State::SynSent | State::Listen => {
            crate::right::shutdown(table, fd)
        }
        _ => Err(Errno::ENOTCONN),
    }
}
