//! "The connections are copies of the socket that waited. Without it they end."

use netstack::{Errno, Fd, Segment, SocketTable, State};

pub use crate::right::shutdown;

pub fn close(table: &mut SocketTable, fd: Fd) -> Result<Vec<Segment>, Errno> {
    let id = table.socket_of(fd)?;
    let listening = table[id].clone();
    let mut sent = crate::right::close(table, fd)?;
    if listening.state == State::Listen {
        let copies = table.iter().filter(|(_, socket)| socket.local == listening.local);
        let copies: Vec<_> = copies.filter_map(|(id, _)| table.descriptor_of(id)).collect();
        for copy in copies {
            sent.extend(crate::right::close(table, copy)?);
        }
    }
    Ok(sent)
}
