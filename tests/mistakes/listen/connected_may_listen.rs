//! "Any socket with an address can wait for connections."

use netstack::{Backlog, Errno, Fd, SocketTable, State};

pub fn listen(table: &mut SocketTable, fd: Fd, backlog: i32) -> Result<(), Errno> {
    let id = table.socket_of(fd)?;
    if matches!(table[id].state, State::Closed | State::Listen) {
        return crate::right::listen(table, fd, backlog);
    }
    let limit = backlog.cast_unsigned().min(table.limits.somaxconn);
    table[id].state = State::Listen;
    table[id].backlog = Some(Backlog { limit, ..Backlog::default() });
    Ok(())
}
