//! "Who gets EPIPE has no connection any more."

use netstack::{Errno, Fd, Segment, SocketTable, State};

pub use crate::right::{deliver, recv};

pub fn send(table: &mut SocketTable, fd: Fd, data: &[u8]) -> Result<Segment, Errno> {
    let sent = crate::right::send(table, fd, data);
    if sent == Err(Errno::EPIPE) {
        let id = table.socket_of(fd)?;
        table[id].state = State::Closed;
    }
    sent
}
