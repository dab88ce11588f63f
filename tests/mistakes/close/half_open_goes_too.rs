//! "All copies that nobody has accepted belong to the listening socket."

use netstack::{Errno, Fd, Segment, SocketTable, State};

pub use crate::right::shutdown;

pub fn close(table: &mut SocketTable, fd: Fd) -> Result<Vec<Segment>, Errno> {
    let id = table.socket_of(fd)?;
    let listening = table[id].clone();
    let sent = crate::right::close(table, fd)?;
    if listening.state == State::Listen {
        let half_open = table.iter().filter(|(_, socket)| {
            socket.state == State::SynReceived && socket.local == listening.local
        });
        for id in half_open.map(|(id, _)| id).collect::<Vec<_>>() {
            table.remove(id);
        }
    }
    Ok(sent)
}
