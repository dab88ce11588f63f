//! "The state is written first. What is wrong is told after that."

use netstack::{Errno, Fd, SocketTable, State};

pub fn listen(table: &mut SocketTable, fd: Fd, backlog: i32) -> Result<(), Errno> {
    let id = table.socket_of(fd)?;
    let result = crate::right::listen(table, fd, backlog);
    table[id].state = State::Listen;
    result
}
