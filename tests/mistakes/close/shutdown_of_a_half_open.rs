//! "Linux closes it as it closes one in ESTABLISHED, so shutdown does it too."

use netstack::{Errno, Fd, Segment, SocketTable, State};

pub use crate::right::close;

pub fn shutdown(table: &mut SocketTable, fd: Fd) -> Result<Option<Segment>, Errno> {
    let id = table.socket_of(fd)?;
    if table[id].state == State::SynReceived {
        table[id].state = State::Established;
    }
    crate::right::shutdown(table, fd)
}
