//! "The server has closed, so it waits no longer."

use netstack::{Errno, Fd, Segment, Socket, SocketTable, State};

pub use crate::right::shutdown;

pub fn close(table: &mut SocketTable, fd: Fd) -> Result<Vec<Segment>, Errno> {
    let id = table.socket_of(fd)?;
    let port = table[id].local.map(|local| local.port());
    let sent = crate::right::close(table, fd)?;
    let listens = |socket: &Socket| {
        socket.state == State::Listen && socket.local.map(|local| local.port()) == port
    };
    let listener = table.iter().find(|(_, socket)| listens(socket)).map(|(id, _)| id);
    if let Some(listener) = listener {
        table.remove(listener);
    }
    Ok(sent)
}
