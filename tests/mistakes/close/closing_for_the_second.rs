//! "Now both sides are closing."

use netstack::{Errno, Fd, Segment, SocketTable, State};

pub fn close(table: &mut SocketTable, fd: Fd) -> Result<Vec<Segment>, Errno> {
    let id = table.socket_of(fd)?;
    let second = table[id].state == State::CloseWait;
    let sent = crate::right::close(table, fd)?;
    if second && table.get(id).is_some() {
        table[id].state = State::Closing;
    }
    Ok(sent)
}

pub fn shutdown(table: &mut SocketTable, fd: Fd) -> Result<Option<Segment>, Errno> {
    let id = table.socket_of(fd)?;
    let second = table[id].state == State::CloseWait;
    let sent = crate::right::shutdown(table, fd)?;
    if second {
        table[id].state = State::Closing;
    }
    Ok(sent)
}
