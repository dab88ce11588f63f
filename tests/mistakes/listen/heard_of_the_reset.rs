//! "The program has heard that its connection was reset. So the socket is free for something new."

use netstack::{Errno, Fd, SocketTable, State};

pub fn listen(table: &mut SocketTable, fd: Fd, backlog: i32) -> Result<(), Errno> {
    let id = table.socket_of(fd)?;
    if table[id].state == State::Closed && table[id].error.is_none() {
        table[id].remote = None;
    }
    crate::right::listen(table, fd, backlog)
}
