//! "A connection that was reset is CLOSED, and who is CLOSED may listen."

use netstack::{Errno, Fd, SocketTable, State};

pub fn listen(table: &mut SocketTable, fd: Fd, backlog: i32) -> Result<(), Errno> {
    let id = table.socket_of(fd)?;
    let remote = table[id].remote;
    if table[id].state == State::Closed {
        table[id].remote = None;
    }
    let result = crate::right::listen(table, fd, backlog);
    if result.is_err() {
        table[id].remote = remote;
    }
    result
}
