//! "Whoever has sent a FIN is in FIN_WAIT_1."

use netstack::{Errno, Fd, Segment, SocketTable, State};

pub fn close(table: &mut SocketTable, fd: Fd) -> Result<Vec<Segment>, Errno> {
    let id = table.socket_of(fd)?;
    let sent = crate::right::close(table, fd)?;
    if table.get(id).is_some() && sent.iter().any(|segment| segment.flags.fin) {
        table[id].state = State::FinWait1;
    }
    Ok(sent)
}

pub fn shutdown(table: &mut SocketTable, fd: Fd) -> Result<Option<Segment>, Errno> {
    let id = table.socket_of(fd)?;
    let sent = crate::right::shutdown(table, fd)?;
    if sent.is_some() {
        table[id].state = State::FinWait1;
    }
    Ok(sent)
}
