//! "A half-open copy loses its listening socket too, so its client is told."

use netstack::{Errno, Fd, Flags, Segment, SocketTable, State};

pub use crate::right::shutdown;

pub fn close(table: &mut SocketTable, fd: Fd) -> Result<Vec<Segment>, Errno> {
    let id = table.socket_of(fd)?;
    let listens = table[id].state == State::Listen;
    let mut sent = crate::right::close(table, fd)?;
    for (id, socket) in table.iter() {
        if listens && socket.state == State::SynReceived && table.descriptor_of(id).is_none() {
            let ends = socket.local.zip(socket.remote);
            let reset = |(local, remote)| Segment::new(Flags::RST | Flags::ACK, local, remote);
            sent.extend(ends.map(reset));
        }
    }
    Ok(sent)
}
